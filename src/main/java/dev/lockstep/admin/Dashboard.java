package dev.lockstep.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The dashboard: one page with its style and its script inside, so that nothing else is fetched.
 * The page's policy names the digests of these two, and lets the browser run nothing else.
 */
final class Dashboard {
  private static final String FOLDER = "/dev/lockstep/admin/page/";
  private static final List<String> SCRIPTS =
      List.of("words.js", "daemon.js", "charts.js", "view.js", "actions.js", "page.js");

  private final String html;
  private final String policy;

  private Dashboard(String frame, String style, String script) {
    html = frame.replace("/*style*/", style).replace("/*script*/", script);
    policy =
        "default-src 'none'; connect-src 'self'; img-src data:; style-src "
            + digest(style)
            + "; script-src "
            + digest(script)
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";
  }

  static Dashboard load() {
    String script = SCRIPTS.stream().map(Dashboard::text).collect(Collectors.joining("\n"));
    return new Dashboard(text("page.html"), text("page.css"), script);
  }

  void show(Context ctx) {
    ctx.header("Content-Security-Policy", policy);
    ctx.html(html);
  }

  private static String text(String name) {
    try (InputStream in = Dashboard.class.getResourceAsStream(FOLDER + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
