package dev.lockstep.source.debezium;

import io.debezium.connector.mysql.MySqlConnector;
import org.apache.kafka.connect.connector.Task;

/** Debezium's connector with a task that keeps dates as the server has them. Made by Debezium. */
public final class MysqlConnector extends MySqlConnector {
  /** For Debezium. */
  public MysqlConnector() {}

  @Override
  public Class<? extends Task> taskClass() {
    return MysqlTask.class;
  }
}
