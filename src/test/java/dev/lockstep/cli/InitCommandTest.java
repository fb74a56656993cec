package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.change.TableId;
import dev.lockstep.config.Config;
import dev.lockstep.config.ConfigLoader;
import dev.lockstep.config.SourceConfig;
import dev.lockstep.draft.Draft;
import dev.lockstep.draft.Draft.Outcome;
import dev.lockstep.draft.Style;
import dev.lockstep.inspect.DraftRequest;
import dev.lockstep.inspect.Findings;
import dev.lockstep.inspect.Findings.Part;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTest {
  private static final Problem PUBLICATION =
      Problem.error(
          Category.SOURCE, "PUBLICATION-MISSING", "there is none", "lockstep_shop", "create it");

  private final ScriptedOperations operations = new ScriptedOperations();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path config = Path.of("");

  @BeforeEach
  void layDownADraft(@TempDir Path folder) throws IOException {
    config = Files.writeString(folder.resolve("lockstep.yaml"), "pipeline: shop\n");
    operations.draft =
        new Draft(
            "items: {}\n",
            List.of(
                new Outcome(new TableId("public", "orders"), true, "item type order"),
                new Outcome(new TableId("public", "logs"), false, "it has no key")));
  }

  @Test
  void itSaysWhatBecameOfEachTableAndWhatToDoNext() {
    assertThat(init()).isEqualTo(0);

    assertThat(operations.drafted)
        .isEqualTo(new DraftRequest(Style.SINGLE_TABLE, List.of(), false, true));
    assertThat(out.toString())
        .contains("✓ wrote shop.yaml  2 tables")
        .contains("✓ public.orders  item type order")
        .contains("– public.logs    it has no key")
        .contains("The mapping: 0 errors, 0 warnings.")
        .contains("lockstep plan");
  }

  @Test
  void stylesSchemasAndForceAreAsAsked() {
    assertThat(init("--style", "Table-Per-Entity", "--schema", "sales,stock", "--force"))
        .isEqualTo(0);

    assertThat(operations.drafted)
        .isEqualTo(new DraftRequest(Style.TABLE_PER_ENTITY, List.of("sales", "stock"), true, true));
  }

  @Test
  void aStyleThatIsNoneIsToldTheOnesThereAre() {
    assertThat(init("--style", "star")).isEqualTo(2);

    assertThat(err.toString()).contains("single-table or table-per-entity");
  }

  @Test
  void whatTheCheckFindsIsShownAndCounts() {
    operations.findings =
        new Findings(List.of(Part.checked("source", "PostgreSQL", List.of(PUBLICATION))));

    assertThat(init()).isEqualTo(1);

    assertThat(out.toString()).contains("error PUBLICATION-MISSING", "1 error, 0 warnings");
  }

  @Test
  void printedItIsTheMappingAlone() {
    assertThat(init("--print")).isEqualTo(0);

    assertThat(out.toString()).isEqualTo("items: {}\n");
    assertThat(operations.drafted)
        .isEqualTo(new DraftRequest(Style.SINGLE_TABLE, List.of(), false, false));
  }

  @Test
  void asJsonItIsOneDocument() throws Exception {
    assertThat(init("--output", "json")).isEqualTo(0);

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("good").asBoolean()).isTrue();
    assertThat(json.path("mapping").asText()).isEqualTo("shop.yaml");
    assertThat(json.at("/tables/1/table").asText()).isEqualTo("public.logs");
    assertThat(json.at("/tables/1/mapped").asBoolean(true)).isFalse();
  }

  @Test
  void withASourceItWritesAConfigurationThatCanBeRead() throws Exception {
    Files.delete(config);

    assertThat(
            init(
                "--source",
                "postgres://keeper@db.internal:5433/Web_Shop",
                "--region",
                "eu-west-1",
                "--endpoint",
                "http://localhost:8000"))
        .isEqualTo(0);

    Config read = read();
    assertThat(read.pipeline()).isEqualTo("web-shop");
    assertThat(read.source().host()).isEqualTo("db.internal");
    assertThat(read.source().port()).isEqualTo(5433);
    assertThat(read.source().database()).isEqualTo("Web_Shop");
    assertThat(read.source().user()).isEqualTo("keeper");
    assertThat(read.source().password().reveal()).isEqualTo("geheim");
    assertThat(read.target().region()).isEqualTo("eu-west-1");
    assertThat(read.target().endpoint()).hasToString("http://localhost:8000");
    assertThat(read.mapping()).isEqualTo(config.resolveSibling("web-shop.yaml").toAbsolutePath());
  }

  @Test
  void aMysqlSourceGetsItsOwnPortAndAServerIdThatStays() throws Exception {
    Files.delete(config);
    assertThat(init("--source", "mysql://keeper@db.internal/shop")).isEqualTo(0);
    SourceConfig source = read().source();
    assertThat(source.port()).isEqualTo(3306);
    assertThat(source.kind()).isInstanceOf(SourceConfig.Mysql.class);
    assertThat(((SourceConfig.Mysql) source.kind()).serverId()).isGreaterThanOrEqualTo(1_000_000);

    String first = Files.readString(config);
    Files.delete(config);
    init("--source", "mysql://keeper@db.internal/shop");
    assertThat(config).hasContent(first);
    Files.delete(config);
    init("--source", "mysql://keeper@db.internal/stock");
    assertThat(read().source().kind()).isNotEqualTo(source.kind());
  }

  private Config read() {
    return new ConfigLoader(Map.of("SOURCE_PASSWORD", "geheim"), Set.of()).load(config);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://keeper:geheim@db.internal/shop",
        "postgres://keeper@db.internal/shop?password=geheim",
        "mysql://keeper:geheim@db.internal/shop",
        "oracle://keeper@geheim/shop",
        "postgres://geheim/shop",
        "postgres://keeper@db.internal",
        "geheim geheim"
      })
  void anotherKindOfAddressIsRefusedAndNotRepeated(String url) {
    assertThat(init("--source", url)).isEqualTo(2);

    assertThat(err.toString()).contains("SOURCE-URL").doesNotContain("geheim");
  }

  private int init(String... options) {
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    String[] arguments = new String[options.length + 3];
    arguments[0] = "init";
    arguments[1] = "--config";
    arguments[2] = config.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return Main.run(new Session(operations, terminal, new Shutdown()), arguments);
  }
}
