package dev.lockstep.daemon;

import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.LeaseKeeper;
import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.letters.LetterStore;
import dev.lockstep.verify.Verifications;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a pipeline has while this process holds its lease.
 *
 * @param table where the control table is
 */
record Reign(
    Config config,
    ControlStore store,
    DynamoDbTarget table,
    ControlSide control,
    LetterStore letters,
    LeaseKeeper keeper) {

  /** Lets time pass. */
  interface Rest {
    void pass() throws InterruptedException;
  }

  /**
   * While the pipeline stands still, source and target can be compared, and repaired.
   *
   * @param rehearses whether a rehearsal has the target to itself
   * @param published told where that can be done
   */
  void standStill(BooleanSupplier rehearses, Consumer<Verifications> published, Rest rest)
      throws InterruptedException {
    AtomicBoolean written = new AtomicBoolean();
    try (Verifications verifications =
        VerifyWiring.still(
            config,
            table,
            store,
            (catalog, standstill) -> {
              standstill.heldAs(control.generation());
              return new HeldLease(control, keeper::mayWrite, written);
            },
            rehearses)) {
      published.accept(verifications);
      rest.pass();
    } finally {
      published.accept(new NoVerifications("the pipeline does not stream"));
    }
    if (written.get()) {
      control.readAgain();
    }
  }
}
