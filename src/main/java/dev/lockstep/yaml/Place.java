package dev.lockstep.yaml;

/**
 * Where a node stands.
 *
 * @param file as the user named it
 * @param line counted from 1
 * @param column counted from 1
 * @param path of keys and places from the root: {@code items.order.key.pk}, {@code list[0]}; empty
 *     for the root
 */
public record Place(String file, int line, int column, String path) {

  Place child(String key, int line, int column) {
    return new Place(file, line, column, path.isEmpty() ? key : path + "." + key);
  }

  Place element(int index, int line, int column) {
    return new Place(file, line, column, path + "[" + index + "]");
  }

  /** The place as problems show it: {@code file:line (path)}. */
  @Override
  public String toString() {
    return file + ":" + line + (path.isEmpty() ? "" : " (" + path + ")");
  }
}
