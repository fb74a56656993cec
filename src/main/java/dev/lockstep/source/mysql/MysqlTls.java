package dev.lockstep.source.mysql;

import dev.lockstep.source.SourceTls;
import java.util.Locale;

/** How connections are secured, in the words of the MySQL driver. */
public final class MysqlTls {
  private MysqlTls() {}

  /** The driver's {@code sslMode}. */
  public static String driverMode(SourceTls tls) {
    return switch (tls.mode()) {
      case "disable" -> "DISABLED";
      case "require" -> "REQUIRED";
      case "verify-ca" -> "VERIFY_CA";
      case "verify-full" -> "VERIFY_IDENTITY";
      default -> "PREFERRED";
    };
  }

  /** Debezium's {@code database.ssl.mode}. */
  public static String debeziumMode(SourceTls tls) {
    return driverMode(tls).toLowerCase(Locale.ROOT);
  }

  /** Whether a connection that is not encrypted is refused. */
  public static boolean isEncrypted(SourceTls tls) {
    String mode = driverMode(tls);
    return !mode.equals("DISABLED") && !mode.equals("PREFERRED");
  }
}
