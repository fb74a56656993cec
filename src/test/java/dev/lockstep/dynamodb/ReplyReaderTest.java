package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.dynamodb.ServiceError.Reason;
import dev.lockstep.item.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyReaderTest {

  @Test
  void a_write_tells_the_units_of_table_and_indexes_together() throws IOException {
    String reply =
        """
        {"Attributes": {"pk": {"S": "a"}}, "ConsumedCapacity":
         {"TableName": "t", "GlobalSecondaryIndexes": {"by-day": {"CapacityUnits": 1.0}},
          "Table": {"CapacityUnits": 2.0}, "CapacityUnits": 3.0}}
        """;
    assertThat(ReplyReader.units(bytes(reply))).isEqualTo(3.0);
    assertThat(ReplyReader.units(bytes("{}"))).isZero();
  }

  @Test
  void a_batch_tells_its_units_and_what_it_left() throws IOException {
    String reply =
        """
        {"UnprocessedItems": {"Item": [{"PutRequest": {"Item": {"pk": {"S": "a"}}}},
                                       {"PutRequest": {"Item": {"pk": {"N": "1.0"}}}}]},
         "ConsumedCapacity": [{"TableName": "t", "CapacityUnits": 20.0,
                               "Table": {"CapacityUnits": 20.0}}], "New": [1]}
        """;
    ReplyReader.BatchReply batch = ReplyReader.batch(bytes(reply));

    assertThat(batch.units()).isEqualTo(20.0);
    assertThat(batch.unprocessed())
        .containsExactly(Map.of("pk", new Value.Text("a")), Map.of("pk", new Value.Num("1")));
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, throttlingReasons",
    "ProvisionedThroughputExceededException, ThrottlingReasons",
    "RequestLimitExceeded, ThrottlingReasons"
  })
  void reasons_are_read_in_both_spellings(String code, String spelling) {
    String reply =
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
            + code
            + "\",\"message\":\"slow down\",\""
            + spelling
            + "\":[{\"reason\":\"R1\",\"resource\":\"arn\"},{\"reason\":\"R2\",\"new\":1}]}";

    ServiceError error = ReplyReader.error(400, bytes(reply));

    assertThat(error.code()).isEqualTo(code);
    assertThat(error.message()).isEqualTo("slow down");
    assertThat(error.reasons()).containsExactly(new Reason("R1", "arn"), new Reason("R2", ""));
  }

  @Test
  void a_failed_condition_brings_the_item_along() {
    String reply =
        """
        {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
         "Item": {"_v": {"N": "42"}, "list": {"L": [{"M": {}}, {"NULL": true}]}},
         "Message": "The conditional request failed"}
        """;
    ServiceError error = ReplyReader.error(400, bytes(reply));

    assertThat(error.item()).containsEntry("_v", new Value.Num("42")).hasSize(2);
    assertThat(error.message()).isEqualTo("The conditional request failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>Bad Gateway</html>", "[]", "{\"__type\":\"x#", "null"})
  void an_answer_that_is_not_dynamodbs_is_an_error_without_a_code(String reply) {
    ServiceError error = ReplyReader.error(502, bytes(reply));

    assertThat(error.status()).isEqualTo(502);
    assertThat(error.code()).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
