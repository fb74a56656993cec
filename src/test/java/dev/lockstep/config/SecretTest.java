package dev.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SecretTest {
  private final Secret secret = new Secret("hunter2");

  @Test
  void a_secret_prints_as_stars_wherever_it_is_printed() throws Exception {
    AdminConfig admin = new AdminConfig("localhost", 1, secret, AdminAccess.DEFAULT);

    assertThat(secret).hasToString("***");
    assertThat("token " + secret).isEqualTo("token ***");
    assertThat(String.format("%s", secret)).isEqualTo("***");
    assertThat(admin.toString()).contains("token=***").doesNotContain("hunter2");
    assertThat(new ObjectMapper().writeValueAsString(Map.of("token", secret)))
        .isEqualTo("{\"token\":\"***\"}");
    assertThat(new ObjectMapper().writeValueAsString(admin.token())).isEqualTo("\"***\"");
  }

  @Test
  void only_who_asks_for_it_is_told() {
    assertThat(secret.reveal()).isEqualTo("hunter2");
    assertThat(new Secret("")).matches(Secret::isEmpty);
    assertThat(secret).isEqualTo(new Secret("hunter2")).isNotEqualTo(new Secret("hunter3"));
  }
}
