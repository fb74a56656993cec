package dev.lockstep.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The shop's database, on a server that is gone when it is closed. */
interface ShopServer extends AutoCloseable {
  /** The name of the database. */
  String DATABASE = "shop";

  /** Makes the database, empty. */
  void create() throws SQLException;

  /** What is said differently there than elsewhere. */
  ShopDialect dialect();

  /** A connection, as the superuser. */
  Connection connect() throws SQLException;

  /** The database's JDBC address. */
  String jdbc();

  /** What a configuration says of it, below {@code source}. */
  List<String> configuration();

  @Override
  void close();
}
