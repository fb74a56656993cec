package dev.lockstep.bench;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** The plain loop: one conditional put after the other, with the SDK's blocking client. */
final class SynchronousPuts implements EventSink {
  private final DynamoDbClient client;
  private final String table;
  private long version;

  SynchronousPuts(URI endpoint, String table) {
    this.table = table;
    this.client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
            .httpClientBuilder(AwsCrtHttpClient.builder())
            .build();
  }

  @Override
  public void accept(Struct after) {
    AttributeValue stamp = AttributeValue.fromN(Long.toString(++version));
    Map<String, AttributeValue> item = new HashMap<>();
    for (Field field : after.schema().fields()) {
      Object value = after.get(field);
      if (value != null) {
        item.put(field.name(), attribute(value));
      }
    }
    item.put("pk", AttributeValue.fromS("ROW#" + after.get("id")));
    item.put("_v", stamp);
    client.putItem(
        PutItemRequest.builder()
            .tableName(table)
            .item(item)
            .conditionExpression("attribute_not_exists(#v) OR #v < :v")
            .expressionAttributeNames(Map.of("#v", "_v"))
            .expressionAttributeValues(Map.of(":v", stamp))
            .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
            .build());
  }

  private static AttributeValue attribute(Object value) {
    if (value instanceof Boolean bool) {
      return AttributeValue.fromBool(bool);
    }
    return value instanceof Number
        ? AttributeValue.fromN(value.toString())
        : AttributeValue.fromS(value.toString());
  }

  @Override
  public void close() {
    client.close();
  }
}
