package dev.lockstep.dynamodb;

import dev.lockstep.apply.ItemMending;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Items in DynamoDB. Writes go straight to the wire, one attempt each; reads go by the SDK. */
final class DynamoDbItemStore implements ItemStore, ItemMending {
  private final DirectClient direct;
  private final Access access;
  private final ItemReader reader;
  private final TableKeys tables;
  private final WriteRequests requests = new WriteRequests();

  DynamoDbItemStore(DirectClient direct, Access access, ItemReader reader, TableKeys tables) {
    this.direct = direct;
    this.access = access;
    this.reader = reader;
    this.tables = tables;
  }

  @Override
  public CompletableFuture<WriteOutcome> write(ItemWrite write) {
    ItemKey key = write.key();
    Optional<TableKeys.Names> keys = tables.of(key.table());
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(unknownTable(key.table()));
    }
    WriteRequests.Request request = requests.of(write, keys.get());
    return direct.call(request.operation(), request.json()).thenApply(reply -> outcome(reply, key));
  }

  @Override
  public CompletableFuture<WriteOutcome> mend(Mend mend) {
    ItemKey key = mend.key();
    Optional<TableKeys.Names> keys = tables.of(key.table());
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(unknownTable(key.table()));
    }
    WriteRequests.Request request = requests.mend(mend, keys.get());
    return direct.call(request.operation(), request.json()).thenApply(reply -> outcome(reply, key));
  }

  private static WriteOutcome unknownTable(String table) {
    return new WriteOutcome.Unusable(TargetProblems.tableMissing(table));
  }

  private WriteOutcome outcome(Reply reply, ItemKey key) {
    if (reply instanceof Reply.Answered answer && answer.ok()) {
      access.accepted();
      return applied(answer);
    }
    return failure(reply, error -> Failures.outcome(error, key));
  }

  private static WriteOutcome applied(Reply.Answered answer) {
    try {
      return new WriteOutcome.Applied(ReplyReader.units(answer.body()));
    } catch (IOException e) {
      return new WriteOutcome.InDoubt("an answer that is not DynamoDB's");
    }
  }

  private WriteOutcome failure(Reply reply, Function<ServiceError, WriteOutcome> meaning) {
    if (reply instanceof Reply.Answered answer) {
      ServiceError error = ReplyReader.error(answer.status(), answer.body());
      return mended(error, answer).orElseGet(() -> meaning.apply(error));
    } else if (reply instanceof Reply.NeverSent lost) {
      return new WriteOutcome.Refused(lost.reason());
    } else if (reply instanceof Reply.Unknown lost) {
      return new WriteOutcome.InDoubt(lost.reason());
    }
    return new WriteOutcome.Unusable(((Reply.Impossible) reply).problem());
  }

  /** The write is worth another attempt, if what is wrong with who asked mends by itself. */
  private Optional<WriteOutcome> mended(ServiceError error, Reply.Answered answer) {
    if (Failures.isExpired(error) && access.mayRenew()) {
      return Optional.of(new WriteOutcome.Refused("the credentials have just expired"));
    }
    if (Failures.isClockSkew(error) && access.correct(answer.date())) {
      return Optional.of(new WriteOutcome.Refused("the clock was wrong and is corrected"));
    }
    return Optional.empty();
  }

  @Override
  public CompletableFuture<List<WriteOutcome>> putAll(List<ItemWrite.Put> puts) {
    BatchOutcomes.requireBatch(puts, MAX_BATCH);
    if (puts.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    String table = puts.get(0).key().table();
    Optional<TableKeys.Names> keys = tables.of(table);
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(BatchOutcomes.all(puts, unknownTable(table)));
    }
    WriteRequests.Request request = requests.batch(table, puts, keys.get());
    return direct
        .call(request.operation(), request.json())
        .thenApply(reply -> outcomes(reply, puts, keys.get()));
  }

  private List<WriteOutcome> outcomes(Reply reply, List<ItemWrite.Put> puts, TableKeys.Names keys) {
    if (reply instanceof Reply.Answered answer && answer.ok()) {
      access.accepted();
      return BatchOutcomes.taken(answer.body(), puts, keys);
    }
    return BatchOutcomes.all(puts, failure(reply, error -> BatchOutcomes.turnedDown(error, puts)));
  }

  @Override
  public CompletableFuture<Optional<StoredItem>> read(ItemKey key) {
    return reader.read(key);
  }

  @Override
  public void scan(String table, Consumer<StoredItem> consumer) throws InterruptedException {
    reader.scan(table, consumer);
  }

  @Override
  public void close() {
    direct.close();
  }
}
