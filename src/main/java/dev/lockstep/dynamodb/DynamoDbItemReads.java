package dev.lockstep.dynamodb;

import dev.lockstep.apply.ItemReads;
import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.ItemKey;
import dev.lockstep.problem.LockstepException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Many items of DynamoDB at once, straight from the wire, one attempt each. */
final class DynamoDbItemReads implements ItemReads {
  private static final int EXPECTED_BYTES = 128;
  private static final int SERVER_ERROR = 500;

  private final DirectClient direct;
  private final Access access;
  private final TableKeys tables;

  DynamoDbItemReads(DirectClient direct, Access access, TableKeys tables) {
    this.direct = direct;
    this.access = access;
    this.tables = tables;
  }

  @Override
  public CompletableFuture<Answer<Batch>> read(List<ItemKey> keys, boolean consistent) {
    if (keys.isEmpty() || keys.size() > MAX_BATCH) {
      throw new IllegalArgumentException("1 to " + MAX_BATCH + " keys, not " + keys.size());
    }
    String table = keys.get(0).table();
    TableKeys.Names names = names(table);
    JsonBytes out = new JsonBytes(EXPECTED_BYTES * keys.size());
    out.raw("{\"RequestItems\":{").text(table).raw(":{\"Keys\":");
    char separator = '[';
    for (ItemKey key : keys) {
      key(out.raw(separator), key, names);
      separator = ',';
    }
    out.raw(consistent ? "],\"ConsistentRead\":true" : "]");
    out.raw("}},\"ReturnConsumedCapacity\":\"TOTAL\"}");
    return direct
        .call("BatchGetItem", out)
        .thenApply(reply -> answer(reply, table, body -> ReadReplies.batch(body, table, names)));
  }

  @Override
  public CompletableFuture<Answer<Page>> keys(
      String table, int segment, int segments, @Nullable ItemKey after) {
    TableKeys.Names names = names(table);
    JsonBytes out = new JsonBytes(2 * EXPECTED_BYTES).raw("{\"TableName\":").text(table);
    out.raw(",\"Segment\":").raw(Integer.toString(segment));
    out.raw(",\"TotalSegments\":").raw(Integer.toString(segments));
    if (after != null) {
      key(out.raw(",\"ExclusiveStartKey\":"), after, names);
    }
    out.raw(",\"ConsistentRead\":true,\"ProjectionExpression\":\"#v,#d,#p");
    out.raw(names.sort() == null ? "\"" : ",#s\"").raw(",\"ExpressionAttributeNames\":{\"#v\":");
    out.text(Bookkeeping.VERSION).raw(",\"#d\":").text(Bookkeeping.DELETED);
    out.raw(",\"#p\":").text(names.partition());
    if (names.sort() != null) {
      out.raw(",\"#s\":").text(names.sort());
    }
    out.raw("},\"ReturnConsumedCapacity\":\"TOTAL\"}");
    return direct
        .call("Scan", out)
        .thenApply(reply -> answer(reply, table, body -> ReadReplies.page(body, table, names)));
  }

  private static void key(JsonBytes out, ItemKey key, TableKeys.Names names) {
    ValueJson.write(out.raw('{').text(names.partition()).raw(':'), key.partition());
    if (names.sort() != null && key.sort() != null) {
      ValueJson.write(out.raw(',').text(names.sort()).raw(':'), key.sort());
    }
    out.raw('}');
  }

  private interface Reading<T> {
    T of(byte[] body) throws IOException;
  }

  private <T> Answer<T> answer(Reply reply, String table, Reading<T> reading) {
    if (reply instanceof Reply.Answered answer) {
      return answer.ok() ? given(answer, reading) : failure(answer, table);
    } else if (reply instanceof Reply.NeverSent lost) {
      return new Answer.TryAgain<>(lost.reason(), false);
    } else if (reply instanceof Reply.Unknown lost) {
      return new Answer.TryAgain<>(lost.reason(), false);
    }
    throw new LockstepException(((Reply.Impossible) reply).problem());
  }

  private <T> Answer<T> given(Reply.Answered answer, Reading<T> reading) {
    access.accepted();
    try {
      return new Answer.Given<>(reading.of(answer.body()));
    } catch (IOException e) {
      return new Answer.TryAgain<>("an answer that is not DynamoDB's", false);
    }
  }

  private <T> Answer<T> failure(Reply.Answered answer, String table) {
    ServiceError error = ReplyReader.error(answer.status(), answer.body());
    boolean throttled = Throttles.isThrottle(error);
    boolean passing =
        throttled
            || error.status() >= SERVER_ERROR
            || Failures.isMisread(error)
            || (Failures.isExpired(error) && access.mayRenew())
            || (Failures.isClockSkew(error) && access.correct(answer.date()));
    if (passing) {
      return new Answer.TryAgain<>(error.status() + " " + error.code(), throttled);
    }
    throw new LockstepException(TargetProblems.ofCall(error, table));
  }

  private TableKeys.Names names(String table) {
    return tables
        .of(table)
        .orElseThrow(() -> new LockstepException(TargetProblems.tableMissing(table)));
  }

  @Override
  public void close() {
    direct.close();
  }
}
