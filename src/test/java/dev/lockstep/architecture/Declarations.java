package dev.lockstep.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Walks the types and methods that a source file declares. */
final class Declarations extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final SourceFile file;
  private final List<Method> methods = new ArrayList<>();
  private final List<Api> api = new ArrayList<>();

  private Declarations(SourceFile file) {
    this.file = file;
  }

  /**
   * A method or constructor with a body.
   *
   * @param line where it starts, annotations included
   * @param length in lines, to the closing brace
   */
  record Method(String name, long line, long length) {}

  /**
   * A type or method that other packages see.
   *
   * @param line where it starts, annotations included
   * @param documented whether it has a doc comment
   */
  record Api(String name, long line, boolean documented) {}

  /** The methods of a file, those of nested and anonymous classes included. */
  static List<Method> methods(SourceFile file) {
    return scan(file).methods;
  }

  /**
   * What a file offers to other packages: types that are public and in nothing that is not, and
   * their public methods, but for those that override one.
   */
  static List<Api> api(SourceFile file) {
    return scan(file).api;
  }

  private static Declarations scan(SourceFile file) {
    Declarations declarations = new Declarations(file);
    declarations.scan(new TreePath(file.unit()), null);
    return declarations;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
    if (method.getBody() != null && !isGenerated(method)) {
      long first = startLine(method);
      methods.add(new Method(method.getName().toString(), first, endLine(method) - first + 1));
    }
    if (isOffered(method)) {
      addApi(method.getName().toString(), method);
    }
    return super.visitMethod(method, null);
  }

  private boolean isOffered(MethodTree method) {
    return !isGenerated(method)
        && method.getReturnType() != null
        && isPublic(getCurrentPath())
        && method.getModifiers().getAnnotations().stream()
            .noneMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  private void addApi(String name, Tree tree) {
    String doc = file.trees().getDocComment(getCurrentPath());
    api.add(new Api(name, startLine(tree), doc != null && !doc.isBlank()));
  }

  // The parser gives a class without constructors one that has no text.
  private boolean isGenerated(MethodTree method) {
    return positions().getEndPosition(file.unit(), method) < 0;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
    if (isPublic(getCurrentPath())) {
      addApi(type.getSimpleName().toString(), type);
    }
    return super.visitClass(type, null);
  }

  private static boolean isPublic(TreePath path) {
    if (path.getLeaf() instanceof CompilationUnitTree) {
      return true;
    }
    TreePath parent = path.getParentPath();
    Set<Modifier> said = modifiers(path.getLeaf());
    boolean implied =
        parent.getLeaf().getKind() == Tree.Kind.INTERFACE && !said.contains(Modifier.PRIVATE);
    return (said.contains(Modifier.PUBLIC) || implied) && isPublic(parent);
  }

  private static Set<Modifier> modifiers(Tree tree) {
    if (tree instanceof ClassTree type) {
      return type.getModifiers().getFlags();
    }
    return tree instanceof MethodTree method ? method.getModifiers().getFlags() : Set.of();
  }

  private long startLine(Tree tree) {
    return lineMap().getLineNumber(positions().getStartPosition(file.unit(), tree));
  }

  private long endLine(Tree tree) {
    return lineMap().getLineNumber(positions().getEndPosition(file.unit(), tree));
  }

  private SourcePositions positions() {
    return file.trees().getSourcePositions();
  }

  private LineMap lineMap() {
    return file.unit().getLineMap();
  }
}
