package dev.lockstep.checkpoint;

final class InMemoryDocumentsTest extends DocumentsContract {
  private final Documents documents = new InMemoryDocuments();

  @Override
  protected Documents documents() {
    return documents;
  }
}
