package dev.lockstep.testing.servers;

import java.nio.file.Path;

/** Which database a test's source is. */
public enum Dbms {
  POSTGRES {
    @Override
    public SourceServer start(Path dir) {
      return PostgresSource.start(dir);
    }
  },
  MYSQL {
    @Override
    public SourceServer start(Path dir) {
      return MysqlSource.start(dir);
    }
  };

  /** Starts a server of a test's own. */
  public abstract SourceServer start(Path dir);
}
