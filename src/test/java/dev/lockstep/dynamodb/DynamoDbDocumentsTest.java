package dev.lockstep.dynamodb;

import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.DocumentsContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Documents in DynamoDB pass the contract of all. */
final class DynamoDbDocumentsTest extends DocumentsContract {
  @RegisterExtension static final SharedLocal SHARED = new SharedLocal();

  @SuppressWarnings("NullAway.Init")
  private Documents documents;

  @BeforeEach
  void open() {
    documents = SHARED.target().documents("documents-contract");
  }

  @Override
  protected Documents documents() {
    return documents;
  }
}
