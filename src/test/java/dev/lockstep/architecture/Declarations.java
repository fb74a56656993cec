package dev.lockstep.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Walks the types and methods that a source file declares. */
final class Declarations extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final SourceFile file;
  private final List<Method> methods = new ArrayList<>();
  private final List<Type> types = new ArrayList<>();

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
   * A type that other packages see.
   *
   * @param line where it starts, annotations included
   * @param documented whether it has a doc comment
   */
  record Type(String name, long line, boolean documented) {}

  /** The methods of a file, those of nested and anonymous classes included. */
  static List<Method> methods(SourceFile file) {
    return scan(file).methods;
  }

  /** The public types of a file: public themselves, and in nothing that is not. */
  static List<Type> publicTypes(SourceFile file) {
    return scan(file).types;
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
    return super.visitMethod(method, null);
  }

  // The parser gives a class without constructors one that has no text.
  private boolean isGenerated(MethodTree method) {
    return positions().getEndPosition(file.unit(), method) < 0;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
    if (isPublic(getCurrentPath())) {
      String doc = file.trees().getDocComment(getCurrentPath());
      types.add(
          new Type(
              type.getSimpleName().toString(), startLine(type), doc != null && !doc.isBlank()));
    }
    return super.visitClass(type, null);
  }

  private static boolean isPublic(TreePath path) {
    if (!(path.getLeaf() instanceof ClassTree)) {
      return path.getLeaf() instanceof CompilationUnitTree;
    }
    ModifiersTree modifiers = ((ClassTree) path.getLeaf()).getModifiers();
    TreePath parent = path.getParentPath();
    boolean said = modifiers.getFlags().contains(Modifier.PUBLIC);
    return (said || parent.getLeaf().getKind() == Tree.Kind.INTERFACE) && isPublic(parent);
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
