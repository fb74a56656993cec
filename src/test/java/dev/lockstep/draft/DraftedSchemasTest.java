package dev.lockstep.draft;

import dev.lockstep.demo.PostgresServer;
import dev.lockstep.source.postgres.PostgresCatalog;
import dev.lockstep.source.postgres.SharedServer;
import dev.lockstep.source.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
class DraftedSchemasTest {
  @ParameterizedTest
  @ValueSource(strings = {"pgbench", "nasty", "shop"})
  void show(String name, PostgresServer server, @TempDir Path dir) throws Exception {
    TestDatabase database = new TestDatabase(server, "draft_" + name);
    String sql =
        name.equals("shop")
            ? Files.readString(Path.of("src/main/resources/dev/lockstep/demo/shop.sql"))
                + "INSERT INTO customers SELECT i, 'e', 'f', 'l', 'p', 't', now() FROM generate_series(1,100) i;"
                + "INSERT INTO addresses SELECT i, 1 + i % 100, 'f', 'l', 'p', 't' FROM generate_series(1,150) i;"
                + "INSERT INTO products SELECT i, 'e', 'f', 1, '{}', '{}' FROM generate_series(1,50) i;"
                + "INSERT INTO orders SELECT i, 1 + i % 100, 'f', 1, now() FROM generate_series(1,500) i;"
                + "INSERT INTO order_lines SELECT i, j, j, 1, 1 FROM generate_series(1,500) i, generate_series(1,4) j; ANALYZE"
            : Files.readString(Path.of("src/test/resources/drafts/" + name + ".sql"));
    database.execute(sql);
    try (PostgresCatalog catalog = new PostgresCatalog(database.options(dir))) {
      for (Style style : Style.values()) {
        Draft draft =
            MappingDraft.of("shop", style, catalog.structures(List.of("public")), catalog::spread);
        Files.writeString(Path.of("/tmp/draft-" + name + "-" + style + ".yaml"), draft.text());
        draft.outcomes().forEach(System.out::println);
      }
    }
  }
}
