package dev.lockstep.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where commands write. Colour and redrawing only where a person looks: never into a file or pipe,
 * nor with {@code NO_COLOR} (no-color.org) or {@code TERM=dumb}.
 */
public final class Terminal {
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String CYAN = "36";
  private static final String BOLD = "1";
  private static final String DIM = "2";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean interactive;
  private final boolean colour;
  private final Supplier<String> keyboard;

  /**
   * @param interactive whether a person looks at {@code out}, so that lines may be redrawn
   * @param colour whether text may be coloured
   */
  public Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean colour) {
    this(out, err, interactive, colour, Terminal::typedAtTheConsole);
  }

  /**
   * @param keyboard the next line that a person types; empty where nobody does
   */
  Terminal(
      PrintWriter out,
      PrintWriter err,
      boolean interactive,
      boolean colour,
      Supplier<String> keyboard) {
    this.out = out;
    this.err = err;
    this.interactive = interactive;
    this.colour = colour;
    this.keyboard = keyboard;
  }

  /** The process's own standard output and error, UTF-8. */
  static Terminal ofProcess(Map<String, String> environment) {
    boolean person = isTerminal() && !"dumb".equals(environment.get("TERM"));
    boolean colour = person && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(writer(FileDescriptor.out), writer(FileDescriptor.err), person, colour);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  // From Java 22 on there is a console even without a terminal, and a method to ask for one.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Standard output: what was asked for. */
  public PrintWriter out() {
    return out;
  }

  /** Standard error: what went wrong. */
  public PrintWriter err() {
    return err;
  }

  /** Whether lines may be redrawn. */
  public boolean isInteractive() {
    return interactive;
  }

  boolean hasColour() {
    return colour;
  }

  /** A line that a person types; empty where nobody does. */
  String typed() {
    return keyboard.get();
  }

  @SuppressWarnings("SystemConsoleNull")
  private static String typedAtTheConsole() {
    Console console = System.console();
    String line = console == null ? null : console.readLine();
    return line == null ? "" : line;
  }

  /** Prints a line to standard output. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Red: what went wrong. */
  public String red(String text) {
    return coded(RED, text);
  }

  /** Green: what is good. */
  public String green(String text) {
    return coded(GREEN, text);
  }

  /** Yellow: what somebody should look at. */
  public String yellow(String text) {
    return coded(YELLOW, text);
  }

  /** Cyan: what can be copied: a command, an address. */
  public String cyan(String text) {
    return coded(CYAN, text);
  }

  /** Bold: what matters most. */
  public String bold(String text) {
    return coded(BOLD, text);
  }

  /** Dim: what matters least. */
  public String dim(String text) {
    return coded(DIM, text);
  }

  private String coded(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
