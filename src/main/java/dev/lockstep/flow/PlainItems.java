package dev.lockstep.flow;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.MappedSink;
import dev.lockstep.mapping.Mapper;

/** Items that follow from their own rows' changes. */
final class PlainItems implements Rebuildable {
  private final Mapper mapper;

  PlainItems(Mapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public void beginLoad() {
    // Nothing is kept.
  }

  @Override
  public void map(NetTransaction net, MappedSink sink) throws InterruptedException {
    if (!net.transaction().changes().isEmpty()) {
      sink.accept(mapper.map(net));
    }
  }

  @Override
  public void goBackTo(Version version) {
    // Nothing is kept.
  }

  @Override
  public void build(Transaction cause, MappedSink sink) {
    // No item is made of several rows.
  }

  @Override
  public void endLoad(Transaction end, MappedSink sink) {
    // Every slice was mapped as it came.
  }
}
