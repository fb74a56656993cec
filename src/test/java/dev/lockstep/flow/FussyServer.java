package dev.lockstep.flow;

import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.simulation.FaultyStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target that takes no item of some names, as one takes none that an index cannot hold. */
record FussyServer(InMemoryItemStore items) implements FaultyStore.Server {

  @Override
  public WriteOutcome write(ItemWrite write) {
    boolean refused =
        (write instanceof ItemWrite.Put put && isRefused(put.item().attributes().get("name")))
            || (write instanceof ItemWrite.Patch patch && isRefused(patch.set().get("name")));
    return refused ? refusal(write) : items.attempt(write);
  }

  private static boolean isRefused(@Nullable Value name) {
    return name instanceof Value.Text text && text.text().startsWith(PeopleState.REFUSED_NAME);
  }

  private static WriteOutcome refusal(ItemWrite write) {
    return new WriteOutcome.Rejected(
        Problem.error(Category.TARGET, "WRITE-INVALID", "no", write.key().toString(), "change it"));
  }

  @Override
  public List<WriteOutcome> putAll(List<ItemWrite.Put> puts) {
    throw new UnsupportedOperationException("batches are for loads");
  }
}
