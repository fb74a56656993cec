package dev.lockstep.daemon;

import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads what stands in DynamoDB, by the SDK alone. */
final class TargetItems implements AutoCloseable {
  private final DynamoDbClient client;

  TargetItems(URI endpoint) {
    this.client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClient(AwsCrtHttpClient.builder().build())
            .build();
  }

  DynamoDbClient client() {
    return client;
  }

  /** Items by {@code table/pk/sk} without bookkeeping; tombstones count as absent. */
  Map<String, Map<String, Object>> read(Map<String, List<String>> keysByTable) {
    Map<String, Map<String, Object>> items = new TreeMap<>();
    keysByTable.forEach(
        (table, keys) ->
            client
                .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> add(items, table, keys, item)));
    return items;
  }

  /** Keys of the tombstones that stand in a table. */
  List<String> tombstones(String table) {
    List<String> found = new ArrayList<>();
    client
        .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
        .items()
        .forEach(
            item -> {
              if (item.containsKey("_deleted")) {
                found.add(item.toString());
              }
            });
    return found;
  }

  private static void add(
      Map<String, Map<String, Object>> items,
      String table,
      List<String> keys,
      Map<String, AttributeValue> item) {
    if (item.containsKey("_deleted")) {
      return;
    }
    String name =
        keys.stream()
            .map(key -> plain(Objects.requireNonNull(item.get(key))).toString())
            .collect(Collectors.joining("/", table + "/", ""));
    Map<String, Object> attributes = new TreeMap<>();
    item.forEach(
        (attribute, value) -> {
          if (!keys.contains(attribute) && !attribute.equals("_v") && !attribute.equals("_ts")) {
            attributes.put(attribute, plain(value));
          }
        });
    items.put(name, attributes);
  }

  private static Object plain(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> new BigDecimal(value.n());
      case BOOL -> value.bool();
      case L -> value.l().stream().map(TargetItems::plain).toList();
      case SS -> new TreeSet<>(value.ss());
      case M -> plain(value.m());
      default -> value.toString();
    };
  }

  private static Map<String, Object> plain(Map<String, AttributeValue> values) {
    Map<String, Object> map = new TreeMap<>();
    values.forEach((name, inner) -> map.put(name, plain(inner)));
    return map;
  }

  @Override
  public void close() {
    client.close();
  }
}
