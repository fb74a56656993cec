package dev.lockstep.dynamodb;

import dev.lockstep.item.Value;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Values from and to the SDK's own form, for the calls that go by the SDK. */
final class AttributeValues {
  private AttributeValues() {}

  static Map<String, Value> read(Map<String, AttributeValue> attributes) {
    Map<String, Value> values = new HashMap<>();
    attributes.forEach((name, value) -> values.put(name, read(value)));
    return values;
  }

  static Value read(AttributeValue value) {
    return switch (value.type()) {
      case S -> new Value.Text(value.s());
      case N -> ValueJson.number(value.n());
      case B -> ValueJson.binary(value.b().asByteArray());
      case BOOL -> new Value.Bool(value.bool());
      case NUL -> new Value.Null();
      case M -> new Value.MapOf(read(value.m()));
      case L -> new Value.ListOf(value.l().stream().map(AttributeValues::read).toList());
      case SS -> new Value.TextSet(new LinkedHashSet<>(value.ss()));
      case NS -> ValueJson.numbers(value.ns());
      case BS -> new Value.ListOf(value.bs().stream().map(AttributeValues::binary).toList());
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalStateException("no type of DynamoDB");
    };
  }

  private static Value binary(SdkBytes bytes) {
    return ValueJson.binary(bytes.asByteArray());
  }

  static Map<String, AttributeValue> write(Map<String, Value> values) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    values.forEach((name, value) -> attributes.put(name, write(value)));
    return attributes;
  }

  private static AttributeValue write(Value value) {
    AttributeValue.Builder out = AttributeValue.builder();
    if (value instanceof Value.Text text) {
      out.s(text.text());
    } else if (value instanceof Value.Num number) {
      out.n(number.digits());
    } else if (value instanceof Value.Binary binary) {
      out.b(SdkBytes.fromByteBuffer(binary.bytes().duplicate()));
    } else if (value instanceof Value.Bool bool) {
      out.bool(bool.value());
    } else if (value instanceof Value.Null) {
      out.nul(true);
    } else if (value instanceof Value.ListOf list) {
      out.l(list.values().stream().map(AttributeValues::write).toList());
    } else if (value instanceof Value.MapOf map) {
      out.m(write(map.values()));
    } else if (value instanceof Value.TextSet set) {
      out.ss(set.values());
    } else if (value instanceof Value.NumSet set) {
      out.ns(set.values());
    }
    return out.build();
  }
}
