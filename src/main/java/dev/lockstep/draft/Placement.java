package dev.lockstep.draft;

import java.util.List;
import java.util.Map;

/**
 * Where an item type's items stand.
 *
 * @param table the target table
 * @param key a template for each key attribute, in order
 * @param attributes templates of attributes that only indexes need
 * @param path the references, from row to row, whose columns the key uses; empty if it needs none
 */
record Placement(
    String table, Map<String, String> key, Map<String, String> attributes, List<Link> path) {}
