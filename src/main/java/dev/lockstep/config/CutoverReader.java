package dev.lockstep.config;

import dev.lockstep.config.CutoverConfig.Command;
import dev.lockstep.config.CutoverConfig.Hook;
import dev.lockstep.config.CutoverConfig.Hooks;
import dev.lockstep.config.CutoverConfig.Shell;
import dev.lockstep.config.CutoverConfig.Sql;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code cutover}. */
final class CutoverReader {
  private static final String FENCE = "fence-source";
  private static final String UNFENCE = "unfence-source";
  private static final List<String> FORMS = List.of("command", "sql", "shell");

  private CutoverReader() {}

  static CutoverConfig read(Keys keys) {
    Duration hookTimeout = keys.duration("hook-timeout", "60s", "1s", "1h");
    boolean idempotent = keys.section().bool("idempotent-hooks", false);
    Keys hooks = keys.optional("hooks");
    CutoverConfig cutover =
        new CutoverConfig(
            keys.duration("max-lag", "10s", "1s", "1h"),
            keys.duration("max-verify-age", "1d", "1m", "90d"),
            keys.duration("timeout", "5m", "1s", "1d"),
            keys.integer("sample-rows", 200, 1, 1_000_000),
            keys.integer("max-changed-keys", 200_000, 1, 100_000_000),
            hooks(hooks, hookTimeout, idempotent));
    hooks.done();
    keys.done();
    return cutover;
  }

  private static Hooks hooks(Keys keys, Duration timeout, boolean idempotent) {
    Hook fence = hook(keys, FENCE);
    Hook unfence = hook(keys, UNFENCE);
    if (fence != null && unfence == null && !keys.section().has(UNFENCE)) {
      keys.problem(
          "UNFENCE-MISSING",
          "there is a hook that makes the source read-only, and none that makes it writable again",
          FENCE,
          "Add '" + UNFENCE + "': a cutover that fails has to undo what it did.");
    }
    return new Hooks(fence, unfence, hook(keys, "switch-traffic"), timeout, idempotent);
  }

  private static @Nullable Hook hook(Keys all, String name) {
    if (!all.section().has(name)) {
      return null;
    }
    Keys keys = all.optional(name);
    List<String> given = FORMS.stream().filter(keys.section()::has).toList();
    Hook hook = given.size() == 1 ? hook(keys, name, given.get(0)) : null;
    if (given.size() != 1 && all.section().optionalSection(name).isPresent()) {
      all.problem(
          "HOOK-FORM",
          "'" + name + "' has " + (given.isEmpty() ? "nothing to run" : "several things to run"),
          name,
          "Write one of: command (a program and its arguments), sql (statements for the source),"
              + " shell (a line for /bin/sh).");
    }
    keys.done();
    return hook;
  }

  private static Hook hook(Keys keys, String name, String form) {
    if (form.equals("shell")) {
      return new Shell(keys.text(form));
    }
    List<String> texts = keys.section().texts(form);
    if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
      keys.problem(
          "HOOK-FORM", "'" + name + "' has an empty " + form, form, "Write what is to be run.");
    }
    return form.equals("sql") ? new Sql(texts) : new Command(texts);
  }
}
