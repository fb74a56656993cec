package dev.lockstep.cli;

import dev.lockstep.admin.Json;
import dev.lockstep.inspect.Findings;
import dev.lockstep.inspect.Findings.Part;
import dev.lockstep.inspect.Findings.State;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "check",
    header = "Check configuration, source, mapping and target, and say what to do.",
    description = {
      "",
      "Reads the configuration and the mapping, connects to the source and the "
          + "target, and reports everything that it finds, together. Changes nothing "
          + "anywhere.",
      "",
      "Exits with 1 if there is an error, 2 if the configuration itself cannot be "
          + "read; warnings alone are good."
    },
    footer = {"", "Example:", "  lockstep check --config shop/lockstep.yaml"})
final class CheckCommand implements Callable<Integer> {
  private static final String CONFIGURATION = "configuration";

  private final Session session;

  @Mixin private CommonOptions options = new CommonOptions();

  CheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Findings findings = session.operations().check(options.config());
    if (options.json()) {
      session.terminal().line(Json.indented(asJson(findings)));
    } else {
      print(findings);
    }
    return exitCode(findings);
  }

  // Without a configuration that can be read, nothing was checked.
  private static int exitCode(Findings findings) {
    boolean unreadable =
        findings.parts().stream()
            .anyMatch(p -> p.name().equals(CONFIGURATION) && p.state() == State.FAILED);
    if (unreadable) {
      return ExitCode.USAGE;
    }
    return findings.firstError().isPresent() ? ExitCode.FINDINGS : ExitCode.GOOD;
  }

  private static Map<String, Object> asJson(Findings findings) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("good", findings.firstError().isEmpty());
    json.put("parts", findings.parts());
    return json;
  }

  private void print(Findings findings) {
    Terminal terminal = session.terminal();
    findings.parts().forEach(this::print);
    terminal.line("");
    new Problems(terminal).print(findings.problems(), terminal.out());
    if (findings.firstError().isPresent()) {
      terminal.line(terminal.red("Not ready: ") + Problems.count(findings.problems()) + ".");
    } else {
      terminal.line(terminal.green("Ready: ") + Problems.count(findings.problems()) + ".");
    }
  }

  private void print(Part part) {
    String name = String.format(Locale.ROOT, "%-13s", part.name());
    session.terminal().line(sign(part) + " " + name + "  " + part.summary());
  }

  private String sign(Part part) {
    return switch (part.state()) {
      case PASSED -> session.terminal().green("✓");
      case FAILED -> session.terminal().red("✗");
      case SKIPPED -> session.terminal().yellow("–");
    };
  }
}
