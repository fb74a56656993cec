package dev.lockstep.letters;

import dev.lockstep.change.RowKey;
import dev.lockstep.item.ItemKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a dead letter is about: there is one letter for each, at most. */
public sealed interface Subject {

  /** Names it shortly, the same in every run: {@code row-} or {@code item-} and 16 digits. */
  String id();

  /**
   * A row that could not be mapped.
   *
   * @param itemType which item type refuses it
   * @param row of the item type's root
   */
  record OfRow(String itemType, RowKey row) implements Subject {
    @Override
    public String id() {
      return "row-" + digest(itemType + " " + LetterJson.text(row));
    }
  }

  /**
   * An item that could not be written.
   *
   * @param key of the item
   */
  record OfItem(ItemKey key) implements Subject {
    @Override
    public String id() {
      return "item-" + digest(LetterJson.text(key));
    }
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
