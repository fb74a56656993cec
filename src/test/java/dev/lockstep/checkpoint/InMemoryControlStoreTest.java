package dev.lockstep.checkpoint;

final class InMemoryControlStoreTest extends ControlStoreContract {
  private final ControlStore store = new InMemoryControlStore();

  @Override
  protected ControlStore store() {
    return store;
  }
}
