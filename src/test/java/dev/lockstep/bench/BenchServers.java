package dev.lockstep.bench;

import dev.lockstep.testing.servers.Dbms;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * What the contestants read from and write to, each a process of its own.
 *
 * @param database the source
 * @param local DynamoDB Local
 * @param localEndpoint its address
 * @param stub answers writes at once; all else comes from DynamoDB Local
 * @param stubEndpoint its address
 */
record BenchServers(
    BenchDatabase database,
    ChildProcess local,
    URI localEndpoint,
    ChildProcess stub,
    URI stubEndpoint)
    implements AutoCloseable {

  static BenchServers start(Dbms dbms, Path dir) throws IOException, SQLException {
    BenchDatabase database = BenchDatabase.start(dbms, dir.resolve("source"));
    ChildProcess local =
        ChildProcess.java(
            DynamoDbLocalProcess.class, dir.resolve("local.log"), List.of("-Xmx2g"), List.of());
    URI localEndpoint = URI.create(local.await(DynamoDbLocalProcess.LISTENING));
    ChildProcess stub =
        ChildProcess.java(
            StubEndpoint.class,
            dir.resolve("stub.log"),
            List.of("-Xmx256m"),
            List.of("0", localEndpoint.toString()));
    URI stubEndpoint = URI.create(stub.await(DynamoDbLocalProcess.LISTENING));
    return new BenchServers(database, local, localEndpoint, stub, stubEndpoint);
  }

  /** A stub that keeps what is written, for whom reads it again. Close it. */
  static ChildProcess keepingStub(URI upstream, Path dir) throws IOException {
    return ChildProcess.java(
        StubEndpoint.class,
        dir.resolve("keeping-stub.log"),
        List.of("-Xmx2g"),
        List.of("0", upstream.toString(), "keep"));
  }

  @Override
  public void close() throws InterruptedException {
    stub.close();
    local.close();
    database.close();
  }
}
