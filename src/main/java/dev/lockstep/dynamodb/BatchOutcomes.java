package dev.lockstep.dynamodb;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What became of each put of a batch. */
final class BatchOutcomes {
  private BatchOutcomes() {}

  /** The outcomes of a batch that DynamoDB took, in the order of the puts. */
  static List<WriteOutcome> taken(byte[] answer, List<ItemWrite.Put> puts, TableKeys.Names keys) {
    try {
      ReplyReader.BatchReply batch = ReplyReader.batch(answer);
      return each(puts, left(batch.unprocessed(), puts, keys), batch.units());
    } catch (IOException e) {
      return all(puts, new WriteOutcome.InDoubt("an answer that is not DynamoDB's"));
    }
  }

  private static List<WriteOutcome> each(
      List<ItemWrite.Put> puts, Set<ItemKey> left, double units) {
    WriteOutcome throttled =
        new WriteOutcome.Throttled(WriteOutcome.Scope.TABLE, table(puts), "UnprocessedItems");
    WriteOutcome applied = new WriteOutcome.Applied(units / Math.max(1, puts.size() - left.size()));
    return puts.stream().map(put -> left.contains(put.key()) ? throttled : applied).toList();
  }

  private static Set<ItemKey> left(
      List<Map<String, Value>> unprocessed, List<ItemWrite.Put> puts, TableKeys.Names keys) {
    Set<ItemKey> sent = new HashSet<>();
    puts.forEach(put -> sent.add(put.key()));
    Set<ItemKey> left = new HashSet<>();
    for (Map<String, Value> item : unprocessed) {
      Optional<ItemKey> key = keys.keyOf(table(puts), item).filter(sent::contains);
      if (key.isEmpty()) {
        // An item that was not sent: which ones are left is anybody's guess, so all are.
        return sent;
      }
      left.add(key.get());
    }
    return left;
  }

  /** One bad item turns the whole batch down, without a word on which one it is. */
  static WriteOutcome turnedDown(ServiceError error, List<ItemWrite.Put> puts) {
    WriteOutcome outcome = Failures.outcome(error, puts.get(0).key());
    return outcome instanceof WriteOutcome.Rejected
        ? new WriteOutcome.Refused("an item of the batch is invalid: " + error.code())
        : outcome;
  }

  static List<WriteOutcome> all(List<ItemWrite.Put> puts, WriteOutcome outcome) {
    return puts.stream().map(put -> outcome).toList();
  }

  private static String table(List<ItemWrite.Put> puts) {
    return puts.get(0).key().table();
  }

  /**
   * Checks what {@link dev.lockstep.apply.ItemStore#putAll} asks of a batch.
   *
   * @throws IllegalArgumentException if it is none
   */
  static void requireBatch(List<ItemWrite.Put> puts, int max) {
    Set<ItemKey> keys = new HashSet<>();
    Set<String> tables = new HashSet<>();
    for (ItemWrite.Put put : puts) {
      keys.add(put.key());
      tables.add(put.key().table());
    }
    if (puts.size() > max || keys.size() < puts.size() || tables.size() > 1) {
      throw new IllegalArgumentException("not a batch: " + puts.size() + " puts of " + tables);
    }
  }
}
