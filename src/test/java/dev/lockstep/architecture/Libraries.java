package dev.lockstep.architecture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where each library lives. A library is known by the start of its packages' names; a package of
 * ours covers the packages below it.
 */
final class Libraries {
  private static final Set<String> EVERYWHERE = Set.of("");
  private static final Set<String> DATABASES = Set.of("source", "demo");

  private static final Map<String, Set<String>> HOMES = homes();

  private Libraries() {}

  private static Map<String, Set<String>> homes() {
    Map<String, Set<String>> homes = new LinkedHashMap<>();
    homes.put("org.slf4j", EVERYWHERE);
    homes.put("org.jspecify", EVERYWHERE);
    homes.put("com.google.errorprone.annotations", EVERYWHERE);
    homes.put("java.sql", DATABASES);
    homes.put("javax.sql", DATABASES);
    homes.put("org.postgresql", DATABASES);
    homes.put("com.mysql", DATABASES);
    homes.put("io.debezium", Set.of("source.debezium"));
    homes.put("com.github.shyiko.mysql", Set.of("source.debezium"));
    homes.put("com.github.luben.zstd", Set.of("source.debezium"));
    homes.put("org.apache.kafka", Set.of("source.debezium"));
    homes.put("software.amazon.awssdk", Set.of("dynamodb"));
    homes.put("org.reactivestreams", Set.of("dynamodb"));
    homes.put("org.rocksdb", Set.of("rowstore"));
    homes.put("org.snakeyaml", Set.of("yaml"));
    homes.put("dev.cel", Set.of("mapping"));
    homes.put("com.google.common", Set.of("mapping"));
    homes.put("com.google.protobuf", Set.of("mapping"));
    homes.put("com.codahale", Set.of("metrics"));
    homes.put("io.javalin", Set.of("admin"));
    homes.put("jakarta.servlet", Set.of("admin"));
    homes.put("org.eclipse.jetty", Set.of("admin", "demo"));
    homes.put("picocli", Set.of("cli"));
    homes.put("ch.qos.logback", Set.of("cli"));
    homes.put("net.logstash", Set.of("cli"));
    // JSON is the language of several edges; a port of ours around it would only rename it.
    homes.put(
        "com.fasterxml.jackson",
        Set.of(
            "admin",
            "cli",
            "config",
            "cutover",
            "daemon",
            "dynamodb",
            "letters",
            "mapping",
            "metrics",
            "source",
            "verify"));
    homes.put("io.zonky", Set.of("demo"));
    homes.put("software.amazon.dynamodb", Set.of("demo"));
    homes.put("com.amazon.dynamodb", Set.of("demo"));
    homes.put("com.almworks.sqlite4java", Set.of("demo"));
    return homes;
  }

  /** Where a library lives that has the given package; empty if nobody has said so. */
  static Optional<Set<String>> homesOf(String packageName) {
    return HOMES.entrySet().stream()
        .filter(library -> isWithin(packageName, library.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether a package is the JDK's own, and not one that has a home here. */
  static boolean isPlatform(String packageName) {
    return homesOf(packageName).isEmpty()
        && (packageName.isEmpty()
            || packageName.startsWith("java.")
            || packageName.startsWith("javax.")
            || packageName.startsWith("jdk.")
            || packageName.startsWith("com.sun."));
  }

  /** Whether a package is the other one or below it; everything is below the empty name. */
  static boolean isWithin(String packageName, String other) {
    return other.isEmpty() || packageName.equals(other) || packageName.startsWith(other + ".");
  }
}
