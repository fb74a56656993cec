package dev.lockstep.dynamodb;

import dev.lockstep.item.TableSpec;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** The target's tables: compares them with what the mapping wants, and makes missing ones. */
public final class TableAdmin {
  private static final Set<String> TAGS_UNKNOWN =
      Set.of("TARGET-ACCESS-DENIED", "TARGET-NOT-DYNAMODB");

  /** The tag of the tables that Lockstep made, and its value. */
  private static final Tag MADE_BY = Tag.builder().key("made-by").value("lockstep").build();

  private static final Duration ACTIVE_WITHIN = Duration.ofMinutes(5);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final DynamoDbAsyncClient client;

  TableAdmin(DynamoDbAsyncClient client) {
    this.client = client;
  }

  /**
   * Compares tables with what is wanted.
   *
   * @return all that differs: missing tables, other keys, missing or other indexes, tables that
   *     cannot be written to now; empty if all is well
   * @throws LockstepException if a table cannot be described
   */
  public List<Problem> check(Collection<TableSpec> wanted) throws InterruptedException {
    List<Problem> problems = new ArrayList<>();
    for (TableSpec spec : wanted) {
      Optional<TableDescription> table = describe(spec.name());
      if (table.isEmpty()) {
        problems.add(TargetProblems.tableMissing(spec.name()));
      } else {
        problems.addAll(TableDifferences.between(spec, table.get()));
      }
    }
    return problems;
  }

  /**
   * Makes the tables that are missing, on demand and with their indexes, and waits until all can be
   * written to. Tables that exist stay as they are: {@link #check} tells whether they fit. May be
   * called again, and by several processes at once.
   *
   * @return the names of the tables that this call made
   * @throws LockstepException if a table cannot be made, or takes longer than five minutes
   */
  public List<String> create(Collection<TableSpec> wanted) throws InterruptedException {
    List<String> made = new ArrayList<>();
    for (TableSpec spec : wanted) {
      if (describe(spec.name()).isEmpty() && make(spec)) {
        made.add(spec.name());
      }
    }
    for (TableSpec spec : wanted) {
      awaitActive(spec.name());
    }
    return made;
  }

  /** Makes a table; false if somebody else was faster. */
  private boolean make(TableSpec spec) throws InterruptedException {
    CreateTableRequest request = TableRequests.create(spec, MADE_BY);
    try {
      SdkCalls.await(client.createTable(request), spec.name());
      return true;
    } catch (LockstepException e) {
      if (e.getCause() instanceof ResourceInUseException) {
        return false;
      }
      throw e;
    }
  }

  private void awaitActive(String table) throws InterruptedException {
    long end = System.nanoTime() + ACTIVE_WITHIN.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (!isActive(table)) {
      if (System.nanoTime() > end) {
        throw new LockstepException(slow(table));
      }
      TimeUnit.MILLISECONDS.sleep(pause);
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    }
  }

  private boolean isActive(String table) throws InterruptedException {
    return describe(table)
        .filter(found -> found.tableStatus() == TableStatus.ACTIVE)
        .filter(TableDifferences::indexesActive)
        .isPresent();
  }

  /**
   * Whether a table holds no item.
   *
   * @throws LockstepException if it cannot be read
   */
  public boolean isEmpty(String table) throws InterruptedException {
    return SdkCalls.await(
                client.scan(scan -> scan.tableName(table).limit(1).consistentRead(true)), table)
            .count()
        == 0;
  }

  /**
   * Whether Lockstep made a table, which its tag tells. A table whose tags may not be read, or that
   * can have none (DynamoDB Local), counts as somebody else's.
   *
   * @throws LockstepException if DynamoDB does not answer
   */
  public boolean madeByLockstep(String table) throws InterruptedException {
    Optional<TableDescription> found = describe(table);
    return found.isPresent() && tags(table, found.get().tableArn()).contains(MADE_BY);
  }

  private List<Tag> tags(String table, String arn) throws InterruptedException {
    try {
      return SdkCalls.await(client.listTagsOfResource(request -> request.resourceArn(arn)), table)
          .tags();
    } catch (LockstepException e) {
      if (TAGS_UNKNOWN.contains(e.problem().code())) {
        return List.of();
      }
      throw e;
    }
  }

  private Optional<TableDescription> describe(String table) throws InterruptedException {
    try {
      return Optional.of(
          SdkCalls.await(client.describeTable(request -> request.tableName(table)), table).table());
    } catch (LockstepException e) {
      if (e.getCause() instanceof ResourceNotFoundException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Problem slow(String table) {
    return Problem.error(
        Category.TARGET,
        "TABLE-NOT-ACTIVE",
        "the table does not become active within " + ACTIVE_WITHIN.toMinutes() + " minutes",
        table,
        "look at its state in the AWS console, then try again");
  }
}
