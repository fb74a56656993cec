package dev.lockstep.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.problem.LockstepException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("what is printed is this process's")
class DynamoDbLocalTest {

  @Test
  void answers_on_a_free_port_and_forgets_its_tables_when_closed() throws Exception {
    try (DynamoDbLocal local = DynamoDbLocal.start(0)) {
      assertThat(local.endpoint().getHost()).isEqualTo("127.0.0.1");
      assertThat(call(local.endpoint(), "CreateTable", createTable())).contains("ACTIVE");
      assertThat(call(local.endpoint(), "ListTables", "{}")).contains("customers");
    }
    try (DynamoDbLocal another = DynamoDbLocal.start(0)) {
      assertThat(call(another.endpoint(), "ListTables", "{}")).doesNotContain("customers");
    }
  }

  @Test
  void prints_nothing() throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (DynamoDbLocal local = DynamoDbLocal.start(0)) {
      call(local.endpoint(), "CreateTable", createTable());
      assertThat(call(local.endpoint(), "PutItem", conditionalPut())).isEqualTo("{}");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void says_that_the_port_is_taken() {
    try (DynamoDbLocal first = DynamoDbLocal.start(0)) {
      assertThatThrownBy(() -> DynamoDbLocal.start(first.endpoint().getPort()).close())
          .isInstanceOf(LockstepException.class)
          .hasMessageContaining("DYNAMODB-LOCAL-START")
          .hasMessageContaining("port " + first.endpoint().getPort());
    }
  }

  private static String createTable() {
    return """
           {"TableName": "customers", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}
           """;
  }

  private static String conditionalPut() {
    return """
           {"TableName": "customers", "Item": {"pk": {"S": "a"}},
            "ConditionExpression": "attribute_not_exists(pk)"}
           """;
  }

  private static String call(URI endpoint, String operation, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header(
                "Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/r/dynamodb/aws4_request")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpClient client = HttpClient.newHttpClient();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
