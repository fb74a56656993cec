package dev.lockstep.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.TypedJson;
import dev.lockstep.item.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a write was to do, as JSON. */
final class WriteText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WriteText() {}

  /** Null where nothing was to be written but the item's removal. */
  static @Nullable String of(ItemWrite write) {
    if (write instanceof ItemWrite.Put put) {
      return text(TypedJson.of(new Value.MapOf(put.item().attributes())).get("M"));
    }
    if (write instanceof ItemWrite.Patch patch) {
      Map<String, @Nullable Object> parts = new LinkedHashMap<>();
      parts.put("set", TypedJson.of(new Value.MapOf(patch.set())).get("M"));
      parts.put("remove", new TreeSet<>(patch.remove()));
      return text(parts);
    }
    return null;
  }

  private static String text(@Nullable Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists and texts are JSON", e);
    }
  }
}
