package dev.lockstep.dynamodb;

import static dev.lockstep.dynamodb.ControlUpdate.digits;
import static dev.lockstep.dynamodb.ControlUpdate.number;
import static dev.lockstep.dynamodb.ControlUpdate.text;

import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The control table in DynamoDB: one item per pipeline, so that every change of it is conditional
 * on the lease's generation, and one per claimed table.
 *
 * <p>The SDK repeats what failed or got no answer, so any change may happen twice or late.
 * Acquiring and claiming tell their own earlier success by the owner that stands there; renewing
 * and releasing do no harm twice; saves carry a number that rises, so that an old one that arrives
 * late finds a newer one and fails.
 */
final class DynamoDbControlStore implements ControlStore {
  private final ControlTable table;
  private final AwsRequestOverrideConfiguration renewal;
  private final Clock clock;
  private final Lock saving = new ReentrantLock();
  private long lastSave;

  /**
   * @param renewal what holds for the renewal of a lease
   */
  DynamoDbControlStore(
      DynamoDbAsyncClient client,
      TableAdmin admin,
      String name,
      AwsRequestOverrideConfiguration renewal,
      Clock clock) {
    this.table = new ControlTable(client, admin, spec(name));
    this.renewal = renewal;
    this.clock = clock;
  }

  static TableSpec spec(String name) {
    return new TableSpec(
        name,
        new KeyAttribute(ControlRecords.PARTITION, KeyType.S),
        new KeyAttribute(ControlRecords.SORT, KeyType.S),
        List.of());
  }

  @Override
  public Optional<PipelineRecord> read(String pipeline) {
    return table.read(ControlRecords.pipelineKey(pipeline)).map(ControlRecords::record);
  }

  @Override
  public Optional<PipelineRecord> acquire(
      String pipeline, Owner owner, Optional<PipelineRecord> seen, Instant now) {
    table.ensure();
    long generation = seen.map(PipelineRecord::generation).orElse(0L) + 1;
    ControlUpdate update =
        new ControlUpdate()
            .set(ControlRecords.GENERATION, number(generation))
            .set(ControlRecords.COUNTER, number(0))
            .set(ControlRecords.OWNER, text(owner.id()))
            .set(ControlRecords.OWNER_DESCRIPTION, text(owner.description()))
            .set(ControlRecords.LEASE, number(micros(now)))
            .set(ControlRecords.SAVES, number(0))
            .setIfMissing(ControlRecords.FACTS, AttributeValue.builder().m(Map.of()).build());
    unchangedSince(seen, update);
    ControlTable.Result result = table.update(ControlRecords.pipelineKey(pipeline), update);
    return result
        .item()
        .map(ControlRecords::record)
        .filter(record -> result.done() || isOwnEarlierSuccess(record, owner, generation));
  }

  private static void unchangedSince(Optional<PipelineRecord> seen, ControlUpdate update) {
    if (seen.isEmpty()) {
      update.onlyIfMissing(ControlRecords.GENERATION);
      return;
    }
    update
        .onlyIf(ControlRecords.GENERATION, "=", number(seen.get().generation()))
        .onlyIf(ControlRecords.COUNTER, "=", number(seen.get().counter()));
    if (seen.get().owner() == null) {
      update.onlyIfMissing(ControlRecords.OWNER);
    } else {
      update.onlyIfExists(ControlRecords.OWNER);
    }
  }

  private static boolean isOwnEarlierSuccess(PipelineRecord record, Owner owner, long generation) {
    return owner.equals(record.owner()) && record.generation() == generation;
  }

  @Override
  public boolean renew(String pipeline, long generation, Instant now) {
    ControlUpdate update =
        held(generation)
            .increment(ControlRecords.COUNTER)
            .set(ControlRecords.LEASE, number(micros(now)));
    return table.update(ControlRecords.pipelineKey(pipeline), update.within(renewal)).done();
  }

  private static ControlUpdate held(long generation) {
    return new ControlUpdate()
        .onlyIf(ControlRecords.GENERATION, "=", number(generation))
        .onlyIfExists(ControlRecords.OWNER);
  }

  @Override
  public boolean release(String pipeline, long generation, Instant now) {
    ControlUpdate update =
        new ControlUpdate()
            .onlyIf(ControlRecords.GENERATION, "=", number(generation))
            .set(ControlRecords.LEASE, number(micros(now)))
            .remove(ControlRecords.OWNER)
            .remove(ControlRecords.OWNER_DESCRIPTION);
    return table.update(ControlRecords.pipelineKey(pipeline), update).done();
  }

  @Override
  public boolean save(String pipeline, long generation, Update update) {
    return save(pipeline, generation, change -> write(update, change));
  }

  @Override
  public boolean forgetCheckpoint(String pipeline, long generation, Update update) {
    if (update.checkpoint() != null) {
      throw new IllegalArgumentException("a checkpoint to store and to forget");
    }
    return save(
        pipeline,
        generation,
        change -> {
          write(update, change);
          change
              .remove(ControlRecords.POSITION)
              .remove(ControlRecords.VERSION)
              .remove(ControlRecords.COMMIT_TIME);
        });
  }

  private boolean save(String pipeline, long generation, Consumer<ControlUpdate> content) {
    saving.lock();
    try {
      lastSave = Math.max(lastSave + 1, micros(clock.instant()));
      return save(pipeline, generation, content, lastSave);
    } finally {
      saving.unlock();
    }
  }

  private boolean save(
      String pipeline, long generation, Consumer<ControlUpdate> content, long number) {
    ControlUpdate change =
        held(generation)
            .onlyIf(ControlRecords.SAVES, "<", number(number))
            .set(ControlRecords.SAVES, number(number));
    content.accept(change);
    ControlTable.Result result = table.update(ControlRecords.pipelineKey(pipeline), change);
    return result.done()
        || result.item().filter(item -> isSaved(item, generation, number)).isPresent();
  }

  // The owner's own number stands there: an earlier attempt of this very save got through.
  private static boolean isSaved(Map<String, AttributeValue> item, long generation, long number) {
    return ControlRecords.record(item).owner() != null
        && ControlRecords.number(item, ControlRecords.GENERATION) == generation
        && ControlRecords.number(item, ControlRecords.SAVES) == number;
  }

  private static void write(Update update, ControlUpdate change) {
    Checkpoint checkpoint = update.checkpoint();
    if (checkpoint != null) {
      change
          .set(ControlRecords.POSITION, text(checkpoint.position().text()))
          .set(ControlRecords.VERSION, digits(checkpoint.version().toDecimal()))
          .set(ControlRecords.COMMIT_TIME, number(checkpoint.commitMicros()));
    }
    if (update.phase() != null) {
      change.set(ControlRecords.PHASE, text(update.phase()));
    }
    update
        .facts()
        .forEach(
            (name, value) -> {
              if (value.isEmpty()) {
                change.removeIn(ControlRecords.FACTS, name);
              } else {
                change.setIn(ControlRecords.FACTS, name, text(value));
              }
            });
  }

  @Override
  public TableClaim claim(String claimed, TableClaim claim) {
    table.ensure();
    return table
        .putIfMissing(ControlRecords.claimItem(claimed, claim))
        .map(ControlRecords::claim)
        .orElse(claim);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  @Override
  public void close() {
    // Connections belong to the target that made this store.
  }
}
