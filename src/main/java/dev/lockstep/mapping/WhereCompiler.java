package dev.lockstep.mapping;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.lockstep.change.Column;
import dev.lockstep.change.TableSchema;
import dev.lockstep.yaml.Problems;
import dev.lockstep.yaml.Suggestions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles conditions in CEL against a table's columns. */
final class WhereCompiler {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .evaluateCanonicalTypesToNativeValues(true)
          .enableReservedIds(false)
          .build();
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']+)'.*");
  private static final String REMEDY =
      "Correct the condition; it is CEL over the columns of the row, such as status != 'draft'.";

  private final String owner;
  private final TableSchema schema;
  private final Content content;
  private final Problems problems;

  /**
   * @param owner what has the condition, for messages: {@code item type 'order'}
   * @param schema the columns, those of looked-up rows under qualified names
   * @param content says which embeds there are
   */
  WhereCompiler(String owner, TableSchema schema, Content content, Problems problems) {
    this.owner = owner;
    this.schema = schema;
    this.content = content;
    this.problems = problems;
  }

  /** The compiled condition; null if it is wrong, which is then among the problems. */
  @Nullable Where compile(Named where) {
    Cel cel = environment();
    CelValidationResult result = cel.compile(where.name());
    if (result.hasError()) {
      result.getErrors().forEach(issue -> report(where, issue));
      return null;
    }
    try {
      CelAbstractSyntaxTree tree = result.getAst();
      return checkResult(where, tree)
          ? new Where(cel.createProgram(tree), variables(tree), embeds(tree))
          : null;
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("a checked condition does not compile: " + where, e);
    }
  }

  private Cel environment() {
    CelBuilder builder =
        CelFactory.standardCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    for (Column column : schema.columns()) {
      if (!content.embeds().containsKey(column.name())) {
        CelColumns.typeOf(column.type()).ifPresent(type -> builder.addVar(column.name(), type));
      }
    }
    content
        .embeds()
        .forEach((name, embed) -> builder.addVar(name, CelColumns.typeOf(embed.form())));
    return builder.build();
  }

  private boolean checkResult(Named where, CelAbstractSyntaxTree tree) {
    CelKind kind = tree.getResultType().kind();
    boolean decides = kind == CelKind.BOOL || kind == CelKind.DYN;
    if (!decides) {
      error(
          where, "yields " + tree.getResultType().name() + " where true or false is expected", "");
    }
    return decides;
  }

  private Map<String, Where.Variable> variables(CelAbstractSyntaxTree tree) {
    Map<String, Where.Variable> variables = new LinkedHashMap<>();
    for (String name : references(tree)) {
      int place = schema.indexOf(name);
      if (place >= 0 && !content.embeds().containsKey(name)) {
        Column column = schema.columns().get(place);
        variables.put(
            name,
            new Where.Variable(
                place, column, content.zeroDates().compared(), CelColumns.formOf(column.type())));
      }
    }
    return variables;
  }

  private Set<String> embeds(CelAbstractSyntaxTree tree) {
    Set<String> embeds = new LinkedHashSet<>(content.embeds().keySet());
    embeds.retainAll(references(tree));
    return embeds;
  }

  private static List<String> references(CelAbstractSyntaxTree tree) {
    return tree.getReferenceMap().values().stream().map(r -> r.name()).toList();
  }

  private void report(Named where, CelIssue issue) {
    Matcher undeclared = UNDECLARED.matcher(issue.getMessage());
    if (!undeclared.matches()) {
      String at = " (character " + (issue.getSourceLocation().getColumn() + 1) + ")";
      error(where, "is not right: " + brief(issue.getMessage()) + at, "");
      return;
    }
    List<String> columns = schema.columns().stream().map(Column::name).toList();
    String name = written(where.name(), undeclared.group(1), columns);
    String why =
        columns.contains(name)
            ? "uses column '" + name + "', whose type has no place in conditions"
            : "uses '" + name + "', which is no column of " + schema.table();
    error(where, why, Suggestions.didYouMean(name, columns));
  }

  /** CEL blames {@code product} where {@code product.name} is written. */
  private String written(String condition, String name, List<String> columns) {
    if (!content.lookups().containsKey(name)) {
      return name;
    }
    Matcher qualified =
        Pattern.compile("\\b" + Pattern.quote(name) + "(\\.[\\w]+)+").matcher(condition);
    return qualified
        .results()
        .map(MatchResult::group)
        .filter(group -> !columns.contains(group))
        .findFirst()
        .orElse(name);
  }

  /** CEL lists every candidate; the first sentence says what is wrong. */
  private static String brief(String message) {
    int candidates = message.indexOf(" (candidates");
    return candidates < 0 ? message : message.substring(0, candidates);
  }

  private void error(Named where, String what, String hint) {
    problems.error("WHERE-WRONG", "'where' of " + owner + " " + what, where.place(), hint + REMEDY);
  }
}
