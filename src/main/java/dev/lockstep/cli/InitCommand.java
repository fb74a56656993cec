package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.draft.Draft.Outcome;
import dev.lockstep.draft.Style;
import dev.lockstep.inspect.DraftOutcome;
import dev.lockstep.inspect.DraftRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    header = "Draft a first mapping from the source's tables.",
    description = {
      "",
      "Reads tables, keys, foreign keys and statistics of the source, and writes the "
          + "mapping that the configuration names: one DynamoDB table in which what belongs "
          + "together lies together, with comments that say why. Then checks source and "
          + "mapping. With --source it first writes the configuration. Never replaces a "
          + "file unasked."
    },
    footer = {
      "",
      "Example:",
      "  lockstep init --source postgres://lockstep@db.internal:5432/shop",
      "  lockstep init --source mysql://lockstep@db.internal/shop --region eu-west-1",
      "  lockstep init --config lockstep.yaml --style table-per-entity"
    })
final class InitCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--source",
      paramLabel = "URL",
      description = {
        "Write the configuration for this database, postgres://user@host:port/database or "
            + "mysql://user@host:port/database. The password stays out of it: it is read from "
            + "SOURCE_PASSWORD."
      })
  private @Nullable String source;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "With --source: where DynamoDB is. Default: AWS_REGION, or us-east-1.")
  private @Nullable String region;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "With --source: a DynamoDB Local, such as http://localhost:8000.")
  private @Nullable String endpoint;

  @Option(
      names = "--style",
      paramLabel = "STYLE",
      defaultValue = "single-table",
      converter = StyleName.class,
      description = "single-table or table-per-entity. Default: ${DEFAULT-VALUE}.")
  private Style style = Style.SINGLE_TABLE;

  @Option(
      names = "--schema",
      paramLabel = "SCHEMA",
      split = ",",
      description = "The schemas to map. Default: public; with MySQL, the database.")
  private List<String> schemas = List.of();

  @Option(names = "--force", description = "Replace the mapping if it is there already.")
  private boolean force;

  @Option(names = "--print", description = "Print the mapping instead of writing it.")
  private boolean print;

  InitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (source != null) {
      writeConfiguration(source);
    }
    Path config = options.config();
    DraftOutcome outcome =
        session.operations().draftMapping(config, new DraftRequest(style, schemas, force, !print));
    if (options.json()) {
      session.terminal().line(Json.indented(asJson(outcome)));
    } else if (print) {
      session.terminal().line(outcome.draft().text().stripTrailing());
    } else {
      show(outcome);
    }
    return outcome.findings().firstError().isPresent() ? ExitCode.FINDINGS : ExitCode.GOOD;
  }

  private void writeConfiguration(String url) {
    Path file = options.file();
    session.operations().draftConfiguration(file, SourceUrl.configuration(url, region, endpoint));
    if (!options.json() && !print) {
      done("wrote " + file, "the configuration");
    }
  }

  private void done(String what, String detail) {
    Terminal terminal = session.terminal();
    terminal.line(terminal.green("✓") + " " + what + "  " + terminal.dim(detail));
  }

  private Map<String, Object> asJson(DraftOutcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("good", outcome.findings().firstError().isEmpty());
    json.put("mapping", outcome.file().toString());
    json.put("written", !print);
    json.put("text", outcome.draft().text());
    json.put("tables", outcome.draft().outcomes().stream().map(InitCommand::asJson).toList());
    json.put("parts", outcome.findings().parts());
    return json;
  }

  private static Map<String, Object> asJson(Outcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", outcome.table().toString());
    json.put("mapped", outcome.mapped());
    json.put("what", outcome.what());
    return json;
  }

  private void show(DraftOutcome outcome) {
    Terminal terminal = session.terminal();
    List<Outcome> tables = outcome.draft().outcomes();
    done("wrote " + outcome.file(), Quantities.count(tables.size(), "table"));
    int width = tables.stream().mapToInt(t -> t.table().toString().length()).max().orElse(1);
    for (Outcome table : tables) {
      String sign = table.mapped() ? terminal.green("✓") : terminal.yellow("–");
      String name = String.format(Locale.ROOT, "%-" + width + "s", table.table());
      terminal.line("  " + sign + " " + name + "  " + table.what());
    }
    terminal.line("");
    new Problems(terminal).print(outcome.findings().problems(), terminal.out());
    terminal.line("The mapping: " + Problems.count(outcome.findings().problems()) + ".");
    terminal.line(
        "Read it and change what you know better. Then: lockstep plan, tables, check, run.");
  }
}
