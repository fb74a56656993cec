package dev.lockstep.dynamodb;

import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** Wanted tables as requests to make them. */
final class TableRequests {
  private TableRequests() {}

  /** On demand, with all indexes, which show all attributes. */
  static CreateTableRequest create(TableSpec spec, Tag tag) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(spec.name())
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .tags(tag)
            .keySchema(schema(spec.partitionKey(), spec.sortKey()))
            .attributeDefinitions(definitions(spec));
    if (!spec.indexes().isEmpty()) {
      request.globalSecondaryIndexes(spec.indexes().stream().map(TableRequests::index).toList());
    }
    return request.build();
  }

  private static GlobalSecondaryIndex index(TableSpec.Index index) {
    return GlobalSecondaryIndex.builder()
        .indexName(index.name())
        .keySchema(schema(index.partitionKey(), index.sortKey()))
        .projection(projection -> projection.projectionType(ProjectionType.ALL))
        .build();
  }

  static List<KeySchemaElement> schema(KeyAttribute partition, @Nullable KeyAttribute sort) {
    List<KeySchemaElement> schema = new ArrayList<>();
    schema.add(element(partition, KeyType.HASH));
    if (sort != null) {
      schema.add(element(sort, KeyType.RANGE));
    }
    return schema;
  }

  private static KeySchemaElement element(KeyAttribute attribute, KeyType type) {
    return KeySchemaElement.builder().attributeName(attribute.name()).keyType(type).build();
  }

  private static List<AttributeDefinition> definitions(TableSpec spec) {
    Map<String, AttributeDefinition> byName = new LinkedHashMap<>();
    define(byName, spec.partitionKey());
    define(byName, spec.sortKey());
    for (TableSpec.Index index : spec.indexes()) {
      define(byName, index.partitionKey());
      define(byName, index.sortKey());
    }
    return List.copyOf(byName.values());
  }

  private static void define(
      Map<String, AttributeDefinition> byName, @Nullable KeyAttribute attribute) {
    if (attribute != null) {
      byName.put(
          attribute.name(),
          AttributeDefinition.builder()
              .attributeName(attribute.name())
              .attributeType(attribute.type().name())
              .build());
    }
  }
}
