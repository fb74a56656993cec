package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.inspect.Explanation;
import dev.lockstep.inspect.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    header = "Show what a row feeds, or where an item comes from, and what differs.",
    description = {
      "",
      "Reads the row in the source, walks to every item that shows it, and compares "
          + "each item as it should be now with the one in DynamoDB. Or begins with an "
          + "item, and looks for its row. Changes nothing anywhere.",
      "",
      "Shows values of rows. A change that is on its way is a difference, too.",
      "",
      "Exits with 0 if all is as it should be, 1 if something differs."
    },
    footer = {
      "",
      "Example:",
      "  lockstep explain --table public.orders --key 42",
      "  lockstep explain --table public.order_lines --key 42,1",
      "  lockstep explain --item CUSTOMER#17,PROFILE",
      "  lockstep explain --table orders --key 42 --output json | jq .items"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Session session;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = {"-t", "--table"},
      paramLabel = "TABLE",
      description = "The row's table: schema.table, or its name alone.")
  private @Nullable String table;

  @Option(
      names = {"-k", "--key"},
      paramLabel = "VALUE",
      description =
          "The row's key: values with commas between them in key order, or one --key for each.")
  private List<String> key = new ArrayList<>();

  @Option(
      names = "--item",
      paramLabel = "PK[,SK]",
      description = "The item's key, or --item for each part.")
  private List<String> item = new ArrayList<>();

  @Option(
      names = "--target-table",
      paramLabel = "TABLE",
      description = "The item's table, where the mapping has several.")
  private @Nullable String targetTable;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "The most items of a type to explain. Default: ${DEFAULT-VALUE}.")
  private int limit;

  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Explanation explanation = session.operations().explain(options.config(), question());
    if (options.json()) {
      session.terminal().line(Json.indented(ExplainJson.of(explanation)));
    } else {
      new ExplainPage(session.terminal()).print(explanation);
    }
    return explanation.isSame() ? ExitCode.GOOD : ExitCode.FINDINGS;
  }

  private Question question() {
    if (table != null && !key.isEmpty() && item.isEmpty()) {
      return new Question.OfRow(table, values(), Math.max(1, limit));
    }
    if (table == null && key.isEmpty() && !item.isEmpty()) {
      return new Question.OfItem(item, targetTable);
    }
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "Name a row with --table and --key, or an item with --item.");
  }

  private List<String> values() {
    return key.size() == 1 ? Arrays.asList(key.get(0).split(",", -1)) : key;
  }
}
