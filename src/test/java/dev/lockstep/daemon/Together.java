package dev.lockstep.daemon;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Two scenes in one database and one mapping, whose transactions change rows of both.
 *
 * @param one names its tables otherwise than the other, in the source and in the target
 * @param other so does this
 */
record Together(Scene one, Scene other) implements Scene {
  private static final String ITEMS = "items:\n";

  @Override
  public void create(String jdbcUrl) throws SQLException {
    one.create(jdbcUrl);
    other.create(jdbcUrl);
  }

  @Override
  public String mapping() {
    String[] first = one.mapping().split(ITEMS, 2);
    String[] second = other.mapping().split("tables:\n|" + ITEMS, 3);
    return first[0] + second[1] + ITEMS + first[1] + second[2];
  }

  @Override
  public Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new LinkedHashMap<>(one.keys());
    keys.putAll(other.keys());
    return keys;
  }

  @Override
  public void change(Connection connection, Random random) throws SQLException {
    (random.nextBoolean() ? one : other).change(connection, random);
  }

  @Override
  public Map<String, Map<String, Object>> expected(String jdbcUrl) throws SQLException {
    Map<String, Map<String, Object>> items = new TreeMap<>(one.expected(jdbcUrl));
    items.putAll(other.expected(jdbcUrl));
    return items;
  }

  @Override
  public Set<String> stale(String jdbcUrl) throws SQLException {
    Set<String> stale = new HashSet<>(one.stale(jdbcUrl));
    stale.addAll(other.stale(jdbcUrl));
    return stale;
  }
}
