package dev.lockstep.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.config.AdminAccess;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir private static Path folder;

  private @Nullable AdminServer server;

  @BeforeAll
  static void make() throws Exception {
    Certificates certificates = new Certificates(folder);
    certificates.make("daemon");
    certificates.make("operator");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aCommandThatTrustsTheIssuerIsAnsweredOverTls() throws Exception {
    AdminAccess.Tls tls = tls(null, "daemon.crt", null);
    URI address = start(tls);

    assertThat(address.getScheme()).isEqualTo("https");
    assertThat(new AdminClient(endpoint(address.getPort(), tls)).status().pipeline())
        .isEqualTo("shop");
  }

  @Test
  void aCommandThatDoesNotTrustTheIssuerSaysSo() {
    URI address = start(tls(null, "daemon.crt", null));

    assertRefused("ADMIN-TLS-REFUSED", address, tls(null, "operator.crt", null));
    assertRefused("ADMIN-TLS-REFUSED", address, tls(null, null, null));
  }

  @Test
  void whereCallersMustBringACertificateOneIsEnoughAndNoneIsNot() throws Exception {
    AdminAccess.Tls mutual = tls("operator.crt", "daemon.crt", "operator");
    URI address = start(mutual);

    assertThat(new AdminClient(endpoint(address.getPort(), mutual)).status().pipeline())
        .isEqualTo("shop");
    assertRefused("ADMIN-TLS-REFUSED", address, tls("operator.crt", "daemon.crt", null));
    assertRefused("ADMIN-TLS-REFUSED", address, tls("operator.crt", "daemon.crt", "daemon"));
  }

  @Test
  void filesThatAreNoneAreAProblemThatDoesNotQuoteThem() throws Exception {
    Path secret = Files.writeString(folder.resolve("broken.key"), "KEEP-THIS-TO-YOURSELF");
    AdminAccess.Tls broken =
        new AdminAccess.Tls(folder.resolve("daemon.crt"), secret, null, null, null, null);

    assertThatExceptionOfType(LockstepException.class)
        .isThrownBy(() -> start(broken))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("ADMIN-TLS-UNUSABLE"))
        .satisfies(e -> assertThat(e.problem().toString()).doesNotContain("KEEP-THIS"));
  }

  private static void assertRefused(String code, URI address, AdminAccess.Tls tls) {
    AdminClient client = new AdminClient(endpoint(address.getPort(), tls));
    assertThatExceptionOfType(LockstepException.class)
        .isThrownBy(client::status)
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  private URI start(AdminAccess.Tls tls) {
    SettablePipeline pipeline = new SettablePipeline(Scenes.streaming());
    AdminServer started = AdminServer.start(endpoint(0, tls), pipeline, new Metrics());
    server = started;
    return started.address();
  }

  private static AdminEndpoint endpoint(int port, AdminAccess.Tls tls) {
    AdminAccess access = new AdminAccess(null, tls, AdminAccess.DEFAULT.limits());
    return new AdminEndpoint("127.0.0.1", port, null, access);
  }

  private static AdminAccess.Tls tls(
      @Nullable String clientCa, @Nullable String ca, @Nullable String client) {
    return new AdminAccess.Tls(
        folder.resolve("daemon.crt"),
        folder.resolve("daemon.key"),
        clientCa == null ? null : folder.resolve(clientCa),
        ca == null ? null : folder.resolve(ca),
        client == null ? null : folder.resolve(client + ".crt"),
        client == null ? null : folder.resolve(client + ".key"));
  }
}
