package dev.lockstep.demo;

import java.nio.file.Path;

/** The database that the demo's shop is in. */
public enum DemoSource {
  /** PostgreSQL. */
  POSTGRES("PostgreSQL") {
    @Override
    ShopServer start(Path folder) {
      return PostgresShop.start(folder);
    }
  },
  /** MySQL. */
  MYSQL("MySQL") {
    @Override
    ShopServer start(Path folder) {
      return MysqlShop.start(folder);
    }
  };

  private final String title;

  DemoSource(String title) {
    this.title = title;
  }

  /** Its name, as people write it. */
  public String title() {
    return title;
  }

  /** Starts a server in a new folder. */
  abstract ShopServer start(Path folder);
}
