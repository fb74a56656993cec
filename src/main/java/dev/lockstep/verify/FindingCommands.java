package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.verify.Finding.Kind;
import dev.lockstep.verify.Finding.SourceRow;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a report may do about a finding: whole commands, fit for a shell. */
public final class FindingCommands {
  private static final String PLAIN = "[A-Za-z0-9_./:=@%+,-]+";

  private final String configuration;

  /**
   * Commands for a pipeline.
   *
   * @param configuration its file; empty for the usual one
   */
  public FindingCommands(String configuration) {
    this.configuration =
        configuration.isEmpty() || configuration.equals("lockstep.yaml")
            ? ""
            : " --config " + quoted(configuration);
  }

  /** The commands that explain a finding and set it right. */
  public List<String> of(Finding finding) {
    List<String> commands = new ArrayList<>();
    ItemKey key = finding.key();
    SourceRow row = finding.row();
    if (key != null && !(key.partition() instanceof Value.Binary)) {
      StringBuilder explain = new StringBuilder("lockstep explain" + configuration);
      explain.append(" --target-table ").append(quoted(key.table()));
      explain.append(" --item ").append(quoted(ItemKey.text(key.partition())));
      Value sort = key.sort();
      if (sort != null) {
        explain.append(" --item ").append(quoted(ItemKey.text(sort)));
      }
      commands.add(explain.toString());
    } else if (row != null && !row.key().isEmpty()) {
      StringBuilder explain = new StringBuilder("lockstep explain" + configuration);
      explain.append(" --table ").append(quoted(row.table()));
      row.key().forEach(part -> explain.append(" --key ").append(quoted(part)));
      commands.add(explain.toString());
    }
    if (isRepairable(finding.kind())) {
      String one = key == null ? "" : " --key " + quoted(option(key));
      String extra = finding.kind() == Kind.EXTRA ? " --delete-extra" : "";
      commands.add("lockstep verify" + configuration + one + " --repair" + extra);
    }
    return commands;
  }

  /** A key as {@code verify --key} takes it. */
  private static String option(ItemKey key) {
    Value sort = key.sort();
    boolean plain = isPlain(key.partition()) && (sort == null || isPlain(sort));
    return plain
        ? key.table()
            + ","
            + ItemKey.text(key.partition())
            + (sort == null ? "" : "," + ItemKey.text(sort))
        : VerifyJson.compact(key);
  }

  private static boolean isPlain(Value part) {
    return part instanceof Value.Text text && text.text().indexOf(',') < 0;
  }

  private static boolean isRepairable(Kind kind) {
    return kind != Kind.AMBIGUOUS && kind != Kind.UNMAPPABLE;
  }

  /** As a POSIX shell takes it for one word. */
  public static String quoted(String text) {
    return text.matches(PLAIN) ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
