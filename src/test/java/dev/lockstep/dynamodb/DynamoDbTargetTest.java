package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.testing.faults.Fault;
import dev.lockstep.testing.faults.FaultProxy;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DynamoDbTargetTest {
  @RegisterExtension static final SharedLocal SHARED = new SharedLocal();

  @Test
  void an_endpoint_that_answers_has_no_problems() {
    assertThat(SHARED.target().check()).isEmpty();
  }

  @Test
  void an_endpoint_on_this_machine_needs_neither_region_nor_credentials() {
    try (DynamoDbTarget target =
        DynamoDbTarget.open(TargetOptions.of(null, URI.create("http://localhost:8000")))) {
      assertThat(target.endpoint()).hasToString("http://localhost:8000");
    }
  }

  @Test
  void a_region_has_its_own_endpoint() {
    assertThat(Place.of(TargetOptions.of("eu-west-1", null)).endpoint())
        .hasToString("https://dynamodb.eu-west-1.amazonaws.com");
    assertThat(Place.of(TargetOptions.of("cn-north-1", null)).endpoint())
        .hasToString("https://dynamodb.cn-north-1.amazonaws.com.cn");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8000, true",
    "http://127.0.0.1:8000, true",
    "http://[::1]:8000, true",
    "http://localhost.example.com:8000, false",
    "http://dynamodb:8000, false",
    "https://10.0.0.7, false"
  })
  void only_this_machine_s_own_names_count_as_this_machine(URI endpoint, boolean loopback) {
    assertThat(Place.of(TargetOptions.of(null, endpoint)).isLoopback()).isEqualTo(loopback);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:8000", "ftp://localhost", "http:///x", "http://localhost:8000/path"})
  void an_endpoint_that_is_no_address_is_refused(URI endpoint) {
    assertThatThrownBy(() -> DynamoDbTarget.open(TargetOptions.of("eu-west-1", endpoint)).close())
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("TARGET-ENDPOINT");
  }

  @Test
  void an_endpoint_where_nobody_listens_is_unreachable() {
    FaultProxy gone = FaultProxy.before(SHARED.endpoint());
    gone.refuseConnections();

    assertThat(problems(gone))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("TARGET-UNREACHABLE");
              assertThat(problem.what()).contains("refused");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "UnrecognizedClientException, TARGET-CREDENTIALS",
    "UnknownOperationException, TARGET-NOT-DYNAMODB",
    "ExpiredTokenException, TARGET-CREDENTIALS-EXPIRED"
  })
  void what_the_endpoint_says_becomes_a_problem(String code, String problem) {
    try (FaultProxy proxy = FaultProxy.before(SHARED.endpoint())) {
      proxy.play(request -> new Fault.FailBefore(400, code, "as the test wants it"));

      assertThat(problems(proxy)).extracting(Problem::code).containsExactly(problem);
    }
  }

  @Test
  void who_may_not_list_tables_is_known_all_the_same() {
    try (FaultProxy proxy = FaultProxy.before(SHARED.endpoint())) {
      proxy.play(request -> new Fault.FailBefore(400, "AccessDeniedException", "ListTables"));

      assertThat(problems(proxy)).isEmpty();
    }
  }

  @Test
  void a_passing_fault_is_no_problem() {
    try (FaultProxy proxy = FaultProxy.before(SHARED.endpoint())) {
      AtomicInteger seen = new AtomicInteger();
      proxy.play(request -> seen.getAndIncrement() == 0 ? new Fault.LoseReply() : new Fault.None());

      assertThat(problems(proxy)).isEmpty();
      assertThat(proxy.requests()).isEqualTo(2);
    }
  }

  private static List<Problem> problems(FaultProxy proxy) {
    try (DynamoDbTarget target = DynamoDbTarget.open(TargetOptions.of(null, proxy.endpoint()))) {
      return target.check();
    }
  }
}
