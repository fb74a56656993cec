package dev.lockstep.dynamodb;

import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The control table in DynamoDB passes the contract of all control tables. */
final class DynamoDbControlStoreTest extends ControlStoreContract {
  @RegisterExtension static final SharedLocal SHARED = new SharedLocal();

  @SuppressWarnings("NullAway.Init")
  private ControlStore store;

  @BeforeEach
  void openStore() {
    store = SHARED.target().controlStore("control-contract");
  }

  @Override
  protected ControlStore store() {
    return store;
  }
}
