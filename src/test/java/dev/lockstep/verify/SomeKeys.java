package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.nio.ByteBuffer;
import java.util.Random;

/** Keys of all kinds, each number its own. */
final class SomeKeys {
  private SomeKeys() {}

  /** The same for the same number; tables differ in nothing but their names. */
  static ItemKey key(int number) {
    int part = Math.floorDiv(number, 6);
    return switch (Math.floorMod(number, 6)) {
      case 0 -> new ItemKey("shop", new Value.Text("C#" + part), new Value.Text("ORDER#" + part));
      case 1 -> new ItemKey("copy", new Value.Text("C#" + part), new Value.Text("ORDER#" + part));
      // What is the end of one value here is the beginning of the next one there.
      case 2 ->
          new ItemKey("shop", new Value.Text("C#" + part + "ORDER"), new Value.Text("#" + part));
      case 3 -> new ItemKey("numbers", new Value.Num(String.valueOf(part)), null);
      case 4 -> new ItemKey("shop", new Value.Text("ä€😀" + part), new Value.Text("x".repeat(900)));
      default ->
          new ItemKey("bytes", binary(part), new Value.Num("-" + (1 + Math.abs(part)) + ".5"));
    };
  }

  private static Value binary(int part) {
    byte[] bytes = new byte[1 + Math.floorMod(part, 40)];
    new Random(part).nextBytes(bytes);
    ByteBuffer whole = ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(part).put(bytes);
    return new Value.Binary(whole.flip().asReadOnlyBuffer());
  }
}
