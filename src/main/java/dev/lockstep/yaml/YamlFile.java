package dev.lockstep.yaml;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 files of one document. */
public final class YamlFile {
  /** Room for generous files; more is an attack or a mistake. */
  private static final int MAX_CHARACTERS = 4 * 1024 * 1024;

  /** What the library quotes from the file: an unquoted password that begins like an alias, say. */
  private static final Pattern WRITTEN_NAME = Pattern.compile("(undefined \\w+(?: handle)?) \\S+");

  private static final String SYNTAX_REMEDY =
      "Correct the YAML there; indentation, quotes and brackets are the usual suspects.";

  private YamlFile() {}

  /**
   * Reads a file whose root is a section.
   *
   * @param problems takes what is wrong inside a file that can be read as YAML (duplicate keys,
   *     references that cannot be resolved)
   * @throws LockstepException with one problem if the file cannot be read, is not YAML, or has
   *     anything but one section at its root
   */
  public static Section read(Path file, Interpolation interpolation, Problems problems) {
    return parse(file.toString(), textOf(file), interpolation, problems);
  }

  /**
   * Reads a text as {@link #read} reads a file.
   *
   * @param name what problems call the text
   * @throws LockstepException as for {@link #read}
   */
  public static Section parse(
      String name, String text, Interpolation interpolation, Problems problems) {
    YamlNode root = new NodeReader(name, interpolation, problems).read(compose(name, text));
    if (root instanceof YamlNode.Mapping mapping) {
      return new Section("", mapping, problems);
    }
    throw unreadable(
        "the file holds " + root.describe() + " where a section of keys and values is expected",
        root.place().toString(),
        "Begin the file with a key, for example 'name: value'.");
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(
          "there is no such file",
          file.toString(),
          "Check the path; relative paths start here: " + Path.of("").toAbsolutePath());
    } catch (CharacterCodingException e) {
      throw unreadable("the file is not UTF-8 text", file.toString(), "Save it as UTF-8.");
    } catch (IOException e) {
      throw unreadable(
          "the file cannot be read: " + e.getMessage(),
          file.toString(),
          "Check that it is a file and that this user may read it.");
    }
  }

  private static Node compose(String name, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setSchema(new CoreSchema())
            .setCodePointLimit(MAX_CHARACTERS)
            .build();
    try {
      return onlyDocument(name, new Compose(settings).composeAllFromString(text).iterator());
    } catch (MarkedYamlEngineException e) {
      throw syntax(name, e);
    } catch (YamlEngineException e) {
      throw unreadable("the file is not YAML: " + e.getMessage(), name, SYNTAX_REMEDY);
    }
  }

  private static Node onlyDocument(String name, Iterator<Node> documents) {
    if (!documents.hasNext()) {
      throw unreadable("the file is empty", name, "Write at least the required keys into it.");
    }
    Node first = documents.next();
    if (documents.hasNext()) {
      throw unreadable(
          "the file holds more than one document", name, "Keep one; remove the '---' after it.");
    }
    return first;
  }

  private static LockstepException syntax(String name, MarkedYamlEngineException e) {
    String where = e.getProblemMark().map(mark -> at(name, mark)).orElse(name);
    String context = e.getContext() == null ? "" : " " + e.getContext();
    String problem = WRITTEN_NAME.matcher(e.getProblem() + context).replaceAll("$1");
    return unreadable("the file is not YAML: " + problem, where, SYNTAX_REMEDY);
  }

  private static String at(String name, Mark mark) {
    return name + ":" + (mark.getLine() + 1);
  }

  static LockstepException unreadable(String what, String where, String remedy) {
    return new LockstepException(
        Problem.error(Category.CONFIGURATION, "YAML-UNREADABLE", what, where, remedy));
  }
}
