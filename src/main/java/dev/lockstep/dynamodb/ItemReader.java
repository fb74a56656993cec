package dev.lockstep.dynamodb;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.problem.LockstepException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Strongly consistent reads of items. Reads change nothing, so the SDK may retry them. */
final class ItemReader {
  private final DynamoDbAsyncClient client;
  private final TableKeys tables;
  private final UntilAnswered patience;

  /**
   * @param patience of a scan, with each of its pages: none is read twice after an outage
   */
  ItemReader(DynamoDbAsyncClient client, TableKeys tables, UntilAnswered patience) {
    this.client = client;
    this.tables = tables;
    this.patience = patience;
  }

  CompletableFuture<Optional<StoredItem>> read(ItemKey key) {
    TableKeys.Names keys = keys(key.table());
    return client
        .getItem(
            request ->
                request
                    .tableName(key.table())
                    .key(AttributeValues.write(keys.attributes(key)))
                    .consistentRead(true))
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                throw SdkCalls.explained(failure, key.table(), client);
              }
              return answer.hasItem()
                  ? Optional.of(stored(key.table(), keys, answer.item()))
                  : Optional.<StoredItem>empty();
            });
  }

  void scan(String table, Consumer<StoredItem> consumer) throws InterruptedException {
    TableKeys.Names keys = keys(table);
    Map<String, AttributeValue> from = Map.of();
    do {
      Map<String, AttributeValue> start = from.isEmpty() ? null : from;
      ScanResponse page =
          patience.answerTo(
              () ->
                  SdkCalls.await(
                      client.scan(
                          scan ->
                              scan.tableName(table).consistentRead(true).exclusiveStartKey(start)),
                      table));
      page.items().forEach(item -> consumer.accept(stored(table, keys, item)));
      from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
    } while (!from.isEmpty());
  }

  private TableKeys.Names keys(String table) {
    return tables
        .of(table)
        .orElseThrow(() -> new LockstepException(TargetProblems.tableMissing(table)));
  }

  /** An item as DynamoDB has it, as ours. */
  static StoredItem stored(
      String table, TableKeys.Names keys, Map<String, AttributeValue> attributes) {
    Map<String, Value> all = AttributeValues.read(attributes);
    ItemKey key =
        keys.keyOf(table, all)
            .orElseThrow(() -> new LockstepException(TargetProblems.keyDiffers(table)));
    Map<String, Value> content = new HashMap<>(all);
    content.keySet().removeIf(keys::contains);
    content.remove(Bookkeeping.VERSION);
    Value time = content.remove(Bookkeeping.COMMIT_TIME);
    boolean tombstone = new Value.Bool(true).equals(content.remove(Bookkeeping.DELETED));
    return new StoredItem(new Item(key, content), Failures.version(all), micros(time), tombstone);
  }

  private static long micros(Value time) {
    return time instanceof Value.Num number ? new BigDecimal(number.digits()).longValue() : 0;
  }
}
