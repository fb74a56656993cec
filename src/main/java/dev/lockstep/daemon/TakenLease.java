package dev.lockstep.daemon;

import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.Lease;
import dev.lockstep.checkpoint.LeaseKeeper;
import dev.lockstep.checkpoint.LeaseListener;
import dev.lockstep.checkpoint.Patience;
import dev.lockstep.config.Config;
import dev.lockstep.source.SourceCatalog;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The lease of a pipeline that no daemon runs, taken when something is to be written. */
final class TakenLease implements StillLease {
  private final Config config;
  private final ControlStore store;
  private final SourceCatalog catalog;
  private final Standstill standstill;
  private @Nullable ControlSide control;
  private volatile @Nullable LeaseKeeper keeper;

  /**
   * @param standstill told that the lease is held
   */
  TakenLease(Config config, ControlStore store, SourceCatalog catalog, Standstill standstill) {
    this.config = config;
    this.store = store;
    this.catalog = catalog;
    this.standstill = standstill;
  }

  @Override
  public synchronized ControlSide take() throws InterruptedException {
    ControlSide held = control;
    if (held == null) {
      LeaseKeeper made = keeper();
      keeper = made;
      Lease lease = made.acquire(Patience.UNLESS_ALIVE);
      held = new ControlSide(store, config.pipeline(), lease);
      if (held.isTakenOver()) {
        catalog.endReader();
      }
      standstill.heldAs(held.generation());
      control = held;
    }
    return held;
  }

  private LeaseKeeper keeper() {
    String self = "process " + ProcessHandle.current().pid() + ", which repairs";
    return new LeaseKeeper(
        store,
        config.pipeline(),
        new Owner(UUID.randomUUID().toString(), self),
        config.lease().duration(),
        new LeaseListener() {},
        System::nanoTime,
        InstantSource.system());
  }

  @Override
  public boolean mayWrite() {
    LeaseKeeper holder = keeper;
    return holder != null && holder.mayWrite();
  }

  @Override
  public void close() {
    LeaseKeeper holder = keeper;
    if (holder != null) {
      holder.release();
    }
  }
}
