package dev.lockstep.dynamodb;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.checkpoint.ControlStore.TableClaim;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of the control table: their keys, their attributes, and what they say. */
final class ControlRecords {
  static final String PARTITION = "pk";
  static final String SORT = "sk";
  static final String GENERATION = "generation";
  static final String COUNTER = "counter";
  static final String OWNER = "owner";
  static final String OWNER_DESCRIPTION = "owner_description";
  static final String LEASE = "lease";
  static final String POSITION = "position";
  static final String VERSION = "version";
  static final String COMMIT_TIME = "commit_time";
  static final String PHASE = "phase";
  static final String FACTS = "facts";

  /** Orders the saves of one generation, so that none that comes late undoes a later one. */
  static final String SAVES = "saves";

  private static final String PIPELINE = "pipeline";
  private static final String SOURCE = "source";

  private ControlRecords() {}

  static Map<String, AttributeValue> pipelineKey(String pipeline) {
    return key(partition(pipeline), "record");
  }

  static Map<String, AttributeValue> documentKey(String pipeline, String sort) {
    return key(partition(pipeline), sort);
  }

  static String partition(String pipeline) {
    return "pipeline#" + pipeline;
  }

  static Map<String, AttributeValue> claimKey(String table) {
    return key("table#" + table, "claim");
  }

  private static Map<String, AttributeValue> key(String partition, String sort) {
    return Map.of(PARTITION, ControlUpdate.text(partition), SORT, ControlUpdate.text(sort));
  }

  static Map<String, AttributeValue> claimItem(String table, TableClaim claim) {
    Map<String, AttributeValue> item = new HashMap<>(claimKey(table));
    item.put(PIPELINE, ControlUpdate.text(claim.pipeline()));
    item.put(SOURCE, ControlUpdate.text(claim.source()));
    return item;
  }

  static TableClaim claim(Map<String, AttributeValue> item) {
    return new TableClaim(text(item, PIPELINE), text(item, SOURCE));
  }

  static PipelineRecord record(Map<String, AttributeValue> item) {
    AttributeValue phase = item.get(PHASE);
    return new PipelineRecord(
        number(item, GENERATION),
        number(item, COUNTER),
        owner(item),
        number(item, LEASE),
        checkpoint(item),
        phase == null ? null : phase.s(),
        facts(item));
  }

  private static @Nullable Owner owner(Map<String, AttributeValue> item) {
    return item.containsKey(OWNER)
        ? new Owner(text(item, OWNER), text(item, OWNER_DESCRIPTION))
        : null;
  }

  private static @Nullable Checkpoint checkpoint(Map<String, AttributeValue> item) {
    if (!item.containsKey(POSITION)) {
      return null;
    }
    Version version = Version.parse(digits(item, VERSION)).orElseThrow(() -> damaged(VERSION));
    return new Checkpoint(
        new SourcePosition(text(item, POSITION)), version, number(item, COMMIT_TIME));
  }

  private static Map<String, String> facts(Map<String, AttributeValue> item) {
    Map<String, String> facts = new HashMap<>();
    AttributeValue stored = item.get(FACTS);
    if (stored != null) {
      stored.m().forEach((name, value) -> facts.put(name, value.s()));
    }
    return Map.copyOf(facts);
  }

  static long number(Map<String, AttributeValue> item, String name) {
    try {
      return Long.parseLong(digits(item, name));
    } catch (NumberFormatException e) {
      throw damaged(name);
    }
  }

  private static String digits(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null || value.n() == null) {
      throw damaged(name);
    }
    return ValueJson.number(value.n()).digits();
  }

  static String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null || value.s() == null) {
      throw damaged(name);
    }
    return value.s();
  }

  private static LockstepException damaged(String attribute) {
    return new LockstepException(
        Problem.error(
            Category.TARGET,
            "CONTROL-RECORD-DAMAGED",
            "the pipeline's record in the control table has no valid '" + attribute + "'",
            "target.control-table",
            "undo what changed it by hand, or name another control table and load anew"));
  }
}
