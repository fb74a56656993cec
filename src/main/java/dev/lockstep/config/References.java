package dev.lockstep.config;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.yaml.Interpolation;
import dev.lockstep.yaml.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Resolves <code>${env:NAME}</code> and <code>${file:/path}</code> anywhere in a value. A file is
 * taken without the line breaks at its end; a relative one lies beside the configuration. <code>$${
 * </code> stands for <code>${</code>.
 */
final class References implements Interpolation {
  static final String FORM = "REFERENCE-FORM";
  static final String ENV = "ENV-MISSING";
  static final String FILE = "FILE-MISSING";

  /** Room for keys and certificates; more is a mistake, or a device that never ends. */
  private static final int MAX_FILE_BYTES = 64 * 1024;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Map<String, String> environment;
  private final Path base;

  References(Map<String, String> environment, Path base) {
    this.environment = environment;
    this.base = base;
  }

  @Override
  public String resolve(String text, Place place) {
    StringBuilder resolved = new StringBuilder();
    int from = 0;
    for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
      if (open > from && text.charAt(open - 1) == '$') {
        resolved.append(text, from, open - 1).append("${");
        from = open + 2;
      } else {
        int close = endOf(text, open, place);
        resolved.append(text, from, open).append(valueOf(text.substring(open + 2, close), place));
        from = close + 1;
      }
    }
    return resolved.append(text, from, text.length()).toString();
  }

  private static int endOf(String text, int open, Place place) {
    int close = text.indexOf('}', open);
    if (close < 0) {
      throw problem(
          FORM,
          "a reference begins with '${' and does not end",
          place,
          "Close it with '}', or write '$${' for the characters themselves.");
    }
    return close;
  }

  private String valueOf(String reference, Place place) {
    if (reference.startsWith("env:")) {
      return fromEnvironment(reference.substring(4), place);
    }
    if (reference.startsWith("file:")) {
      return fromFile(reference.substring(5), place);
    }
    throw problem(
        "REFERENCE-FORM",
        "'${" + reference + "}' is neither an environment variable nor a file",
        place,
        "Write '${env:NAME}' or '${file:/path}', or '$${' for the characters themselves.");
  }

  private String fromEnvironment(String name, Place place) {
    if (!NAME.matcher(name).matches()) {
      throw problem(
          FORM,
          "'" + name + "' is not the name of an environment variable",
          place,
          "Use letters, digits and '_'; there are no default values here.");
    }
    String value = environment.get(name);
    if (value == null) {
      throw problem(
          ENV,
          "the environment variable '" + name + "' is not set",
          place,
          "Set it where the daemon is started.");
    }
    return value;
  }

  private String fromFile(String name, Place place) {
    try (InputStream in = Files.newInputStream(base.resolve(name))) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw fileProblem(name, "is larger than " + MAX_FILE_BYTES + " bytes", place);
      }
      return new String(bytes, StandardCharsets.UTF_8).replaceFirst("[\\r\\n]+$", "");
    } catch (NoSuchFileException e) {
      throw fileProblem(name, "does not exist", place);
    } catch (IOException | InvalidPathException e) {
      throw fileProblem(name, "cannot be read (" + e.getClass().getSimpleName() + ")", place);
    }
  }

  private static LockstepException fileProblem(String name, String what, Place place) {
    return problem(
        FILE,
        "the file '" + name + "' " + what,
        place,
        "Name a small text file that this user may read; a relative path starts beside this file.");
  }

  private static LockstepException problem(String code, String what, Place place, String remedy) {
    return new LockstepException(
        Problem.error(Category.CONFIGURATION, code, what, place.toString(), remedy));
  }
}
