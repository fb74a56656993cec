package dev.lockstep.cli;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.verify.VerifyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which items: on the command line, or in a file. */
final class KeyOptions {
  @Option(
      names = "--key",
      paramLabel = "TABLE,PK[,SK]",
      description =
          "This item only; repeatable. As JSON where a part is no text, or has a comma: "
              + "'{\"table\":\"t\",\"partition\":{\"N\":\"1\"},\"sort\":{\"S\":\"a,b\"}}', "
              + "as reports show keys.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--keys-file",
      paramLabel = "FILE",
      description = "These items only: a key a line, each as --key takes it.")
  private @Nullable Path file;

  /**
   * The keys; none if nothing is said.
   *
   * @throws IllegalArgumentException if one is no key, or the file has none
   */
  List<ItemKey> keys() {
    List<ItemKey> all = new ArrayList<>();
    keys.forEach(text -> all.add(key(text)));
    if (file != null) {
      lines(file).stream().filter(line -> !line.isBlank()).forEach(line -> all.add(key(line)));
      if (all.isEmpty()) {
        throw new IllegalArgumentException("there is no key in " + file);
      }
    }
    return all;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("the file of keys cannot be read: " + e, e);
    }
  }

  private static ItemKey key(String text) {
    if (text.startsWith("{")) {
      return VerifyJson.read(text, ItemKey.class);
    }
    String[] parts = text.split(",", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException("not TABLE,PK or TABLE,PK,SK: " + text);
    }
    return new ItemKey(
        parts[0], new Value.Text(parts[1]), parts.length == 2 ? null : new Value.Text(parts[2]));
  }
}
