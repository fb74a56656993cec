package dev.lockstep.mapping;

import dev.lockstep.yaml.Interpolation;
import dev.lockstep.yaml.Problems;
import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.YamlFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Reads mapping files. */
public final class MappingParser {

  private MappingParser() {}

  /**
   * Reads a mapping file.
   *
   * @param interpolation resolves references such as <code>${env:NAME}</code> in values
   * @throws dev.lockstep.problem.LockstepException with all problems that show without the source's
   *     tables, each with file, line and path
   */
  public static MappingDefinition parse(Path file, Interpolation interpolation) {
    Problems problems = new Problems();
    Section root = YamlFile.read(file, interpolation, problems);
    return definition(file.toString(), root, problems);
  }

  /**
   * Reads a mapping from text.
   *
   * @param name what problems call the text
   * @throws dev.lockstep.problem.LockstepException as for a file
   */
  public static MappingDefinition parse(String name, String text, Interpolation interpolation) {
    Problems problems = new Problems();
    Section root = YamlFile.parse(name, text, interpolation, problems);
    return definition(name, root, problems);
  }

  private static MappingDefinition definition(String file, Section root, Problems problems) {
    MappingDefinition definition =
        new MappingDefinition(
            file,
            each(root, "tables", s -> new TableParser(s).parse()),
            each(root, "items", s -> new ItemParser(s).parse()));
    root.done();
    problems.throwIfErrors();
    return definition;
  }

  private static <T> Map<String, T> each(Section root, String key, Function<Section, T> parser) {
    Map<String, T> parsed = new LinkedHashMap<>();
    Map<String, Section> sections = root.requiredSections(key);
    sections.forEach((name, section) -> parsed.put(name, parser.apply(section)));
    return parsed;
  }
}
