package dev.lockstep.bench;

import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SourceServer;
import java.nio.file.Path;
import java.util.Map;

/**
 * What all contestants share.
 *
 * @param dir for configurations, offsets and logs
 * @param dbms of the source
 * @param source the server
 * @param seconds the longest time for one measurement of speed
 * @param warmUpSeconds how long the steady rate is kept before latencies count
 * @param steadySeconds how long latencies count
 */
record BenchSetup(
    Path dir, Dbms dbms, SourceServer source, int seconds, int warmUpSeconds, int steadySeconds) {

  /** The name of the database. */
  String database() {
    return BenchDatabase.NAME;
  }

  /** What a configuration says of the source for a pipeline or an engine of this name. */
  Map<String, String> configuration(String name) {
    return source.configuration(database(), name);
  }
}
