package dev.lockstep.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the section {@code admin}. */
final class AdminReader {
  private static final Pattern LISTEN =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)\\]|([A-Za-z0-9.-]+)):(\\d{1,5})");
  private static final Pattern IPV4 = Pattern.compile("127(\\.\\d{1,3}){3}");
  private static final Address DEFAULT = new Address("127.0.0.1", 8080);

  private AdminReader() {}

  static AdminConfig read(Keys keys) {
    Address address =
        keys.section()
            .parsed("listen", "an address and a port, such as 127.0.0.1:8080", AdminReader::address)
            .orElse(DEFAULT);
    Secret token = keys.secret("token");
    AdminAccess access = access(keys);
    boolean certified = access.tls() != null && access.tls().clientCa() != null;
    if (token.isEmpty() && !certified && !isLoopback(address.host)) {
      keys.problem(
          "TOKEN-MISSING",
          "the admin interface listens beyond this machine and asks for no token",
          keys.section().has("token") ? "token" : "listen",
          "Add 'token: ${env:LOCKSTEP_TOKEN}' or 'tls.client-ca', or listen on 127.0.0.1.");
    }
    keys.done();
    return new AdminConfig(address.host, address.port, token.isEmpty() ? null : token, access);
  }

  private static AdminAccess access(Keys keys) {
    Secret readOnly = keys.secret("read-only-token");
    return new AdminAccess(
        readOnly.isEmpty() ? null : readOnly,
        keys.section().has("tls") ? tls(keys.optional("tls")) : null,
        new AdminAccess.Limits(
            keys.integer("max-requests-per-second", 50, 1, 100_000),
            keys.integer("max-failed-logins", 10, 1, 100_000),
            keys.integer("max-event-streams", 16, 1, 1_000),
            keys.integer("max-connections", 128, 1, 10_000),
            keys.duration("request-timeout", "15s", "1s", "10m")));
  }

  private static AdminAccess.Tls tls(Keys keys) {
    AdminAccess.Tls tls =
        new AdminAccess.Tls(
            keys.path("certificate"),
            keys.path("key"),
            keys.pathOrNull("client-ca"),
            keys.pathOrNull("ca"),
            keys.pathOrNull("client-certificate"),
            keys.pathOrNull("client-key"));
    keys.done();
    return tls;
  }

  private record Address(String host, int port) {}

  private static Address address(String text) {
    Matcher form = LISTEN.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(3)) > 65_535) {
      throw new IllegalArgumentException("not an address and a port");
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    return new Address(host, Integer.parseInt(form.group(3)));
  }

  /** Asks no name server: a name but {@code localhost} counts as an address of the network. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || IPV4.matcher(host).matches()
        || (host.contains(":") && isLoopbackLiteral(host));
  }

  private static boolean isLoopbackLiteral(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
