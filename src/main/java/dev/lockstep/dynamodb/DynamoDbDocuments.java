package dev.lockstep.dynamodb;

import static dev.lockstep.dynamodb.ControlUpdate.number;
import static dev.lockstep.dynamodb.ControlUpdate.text;

import dev.lockstep.checkpoint.Documents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Documents in the control table: one item each, in the partition of its pipeline, sorted by
 * collection and id.
 */
final class DynamoDbDocuments implements Documents {
  private static final String REVISION = "revision";
  private static final String TEXT = "text";

  /** Behind every sort key that begins with the same text, in UTF-8. */
  private static final String END = "\uDBFF\uDFFF";

  private final ControlTable table;

  DynamoDbDocuments(ControlTable table) {
    this.table = table;
  }

  @Override
  public Optional<Document> read(Place place) {
    return table.read(key(place)).map(item -> document(place.collection(), item));
  }

  @Override
  public List<Document> list(
      String pipeline, String collection, Order order, @Nullable String after, int most) {
    List<Document> documents = new ArrayList<>();
    QueryRequest next = query(pipeline, collection, order, after).limit(most).build();
    while (next != null && documents.size() < most) {
      QueryResponse page = table.query(next);
      page.items().stream()
          .limit(most - documents.size())
          .forEach(item -> documents.add(document(collection, item)));
      next = following(next, page);
    }
    return documents;
  }

  @Override
  public long count(String pipeline, String collection) {
    long count = 0;
    QueryRequest next =
        query(pipeline, collection, Order.ASCENDING, null).select(Select.COUNT).build();
    while (next != null) {
      QueryResponse page = table.query(next);
      count += page.count();
      next = following(next, page);
    }
    return count;
  }

  private static @Nullable QueryRequest following(QueryRequest last, QueryResponse page) {
    return page.hasLastEvaluatedKey()
        ? last.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build()
        : null;
  }

  private static QueryRequest.Builder query(
      String pipeline, String collection, Order order, @Nullable String after) {
    String low = sort(collection, "");
    QueryRequest.Builder query =
        QueryRequest.builder()
            .keyConditionExpression("#pk = :pk AND #sk BETWEEN :low AND :high")
            .expressionAttributeNames(
                Map.of("#pk", ControlRecords.PARTITION, "#sk", ControlRecords.SORT))
            .expressionAttributeValues(
                Map.of(
                    ":pk",
                    text(ControlRecords.partition(pipeline)),
                    ":low",
                    text(low),
                    ":high",
                    text(low + END)))
            .scanIndexForward(order == Order.ASCENDING);
    return after == null
        ? query
        : query.exclusiveStartKey(key(new Place(pipeline, collection, after)));
  }

  @Override
  public void write(Place place, String text) {
    table.ensure();
    table.update(key(place), new ControlUpdate().set(TEXT, text(checked(text))).countUp(REVISION));
  }

  @Override
  public boolean replace(Place place, long revision, String text) {
    table.ensure();
    ControlUpdate update =
        new ControlUpdate().set(TEXT, text(checked(text))).set(REVISION, number(revision + 1));
    if (revision == 0) {
      update.onlyIfMissing(REVISION);
    } else {
      update.onlyIf(REVISION, "=", number(revision));
    }
    ControlTable.Result result = table.update(key(place), update);
    return result.done()
        || result
            .item()
            .map(item -> document(place.collection(), item))
            .filter(there -> there.equals(new Document(place.id(), revision + 1, text)))
            .isPresent();
  }

  private static String checked(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException("a document of " + bytes + " bytes");
    }
    return text;
  }

  @Override
  public void delete(Place place) {
    table.delete(key(place));
  }

  private static Map<String, AttributeValue> key(Place place) {
    return ControlRecords.documentKey(place.pipeline(), sort(place.collection(), place.id()));
  }

  private static String sort(String collection, String id) {
    return collection + "#" + id;
  }

  private static Document document(String collection, Map<String, AttributeValue> item) {
    return new Document(
        ControlRecords.text(item, ControlRecords.SORT).substring(sort(collection, "").length()),
        ControlRecords.number(item, REVISION),
        ControlRecords.text(item, TEXT));
  }
}
