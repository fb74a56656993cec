package dev.lockstep.dynamodb;

import dev.lockstep.item.TableSpec;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Reads and conditional writes of single items of the control table. */
final class ControlTable {
  private final DynamoDbAsyncClient client;
  private final TableAdmin admin;
  private final TableSpec spec;
  private volatile boolean ensured;

  ControlTable(DynamoDbAsyncClient client, TableAdmin admin, TableSpec spec) {
    this.client = client;
    this.admin = admin;
    this.spec = spec;
  }

  /**
   * What became of a conditional write.
   *
   * @param done whether its condition held
   * @param item the item after it, or the one that stood in the way; empty if there is none
   */
  record Result(boolean done, Optional<Map<String, AttributeValue>> item) {}

  /** Makes the table if it is missing. */
  void ensure() {
    if (ensured) {
      return;
    }
    try {
      admin.create(List.of(spec));
      List<Problem> problems = admin.check(List.of(spec));
      if (!problems.isEmpty()) {
        throw new LockstepException(problems, null);
      }
      ensured = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LockstepException(interrupted(), e);
    }
  }

  /** The item, or empty if it or the whole table is missing. */
  Optional<Map<String, AttributeValue>> read(Map<String, AttributeValue> key) {
    try {
      var answer =
          client.getItem(get -> get.tableName(spec.name()).key(key).consistentRead(true)).join();
      return answer.hasItem() ? Optional.of(answer.item()) : Optional.empty();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ResourceNotFoundException) {
        return Optional.empty();
      }
      throw SdkCalls.explained(e, spec.name(), client);
    }
  }

  Result update(Map<String, AttributeValue> key, ControlUpdate update) {
    return conditional(
        client
            .updateItem(update.of(spec.name(), key))
            .thenApply(answer -> new Result(true, Optional.of(answer.attributes()))));
  }

  /** The item that is there already; empty if it was put. */
  Optional<Map<String, AttributeValue>> putIfMissing(Map<String, AttributeValue> item) {
    return conditional(
            client
                .putItem(
                    put ->
                        put.tableName(spec.name())
                            .item(item)
                            .conditionExpression("attribute_not_exists(#pk)")
                            .expressionAttributeNames(Map.of("#pk", ControlRecords.PARTITION))
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .thenApply(answer -> new Result(true, Optional.empty())))
        .item();
  }

  /** A page of a query of this table, strongly consistent; empty if the whole table is missing. */
  QueryResponse query(QueryRequest query) {
    try {
      return client
          .query(query.toBuilder().tableName(spec.name()).consistentRead(true).build())
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ResourceNotFoundException) {
        return QueryResponse.builder().count(0).build();
      }
      throw SdkCalls.explained(e, spec.name(), client);
    }
  }

  void delete(Map<String, AttributeValue> key) {
    try {
      client.deleteItem(delete -> delete.tableName(spec.name()).key(key)).join();
    } catch (CompletionException e) {
      throw SdkCalls.explained(e, spec.name(), client);
    }
  }

  private Result conditional(CompletableFuture<Result> call) {
    try {
      return call.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ConditionalCheckFailedException failed) {
        return new Result(false, failed.hasItem() ? Optional.of(failed.item()) : Optional.empty());
      }
      throw SdkCalls.explained(e, spec.name(), client);
    }
  }

  private Problem interrupted() {
    return Problem.error(
        Category.INTERNAL,
        "INTERRUPTED",
        "stopped while the control table was being made",
        spec.name(),
        "start again");
  }
}
