package dev.lockstep.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A Java source file as text and as parsed by the compiler; nothing is resolved.
 *
 * @param path as a reader finds it, from the root of the checkout
 * @param lines its text
 * @param unit its syntax
 * @param trees places and comments of the syntax
 */
record SourceFile(Path path, List<String> lines, CompilationUnitTree unit, Trees trees) {

  /** Parses all Java files below folders, in the order of their paths. */
  static List<SourceFile> below(Path... folders) {
    List<Path> paths = Stream.of(folders).flatMap(SourceFile::javaFiles).sorted().toList();
    return parse(paths);
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<SourceFile> parse(List<Path> paths) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(paths));
      Trees trees = Trees.instance(task);
      List<SourceFile> parsed = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        Path path = Path.of(unit.getSourceFile().toUri());
        parsed.add(new SourceFile(path, Files.readAllLines(path), unit, trees));
      }
      return parsed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the package that the file says it is in. */
  String packageName() {
    return String.valueOf(unit.getPackageName());
  }

  /** One finding for each line on which a pattern matches. */
  List<String> matches(Pattern pattern, String what) {
    return IntStream.range(0, lines.size())
        .filter(i -> pattern.matcher(lines.get(i)).find())
        .mapToObj(i -> at(i + 1L, what + ": " + lines.get(i).strip()))
        .collect(Collectors.toList());
  }

  /** A finding with its place, as editors and terminals link it. */
  String at(long line, String what) {
    return Path.of("").toAbsolutePath().relativize(path.toAbsolutePath()) + ":" + line + " " + what;
  }
}
