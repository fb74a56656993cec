package dev.lockstep.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.admin.Json;
import dev.lockstep.estimate.HotPartition;
import dev.lockstep.estimate.Sample;
import dev.lockstep.inspect.PlanReport;
import dev.lockstep.inspect.PlanReport.ItemType;
import dev.lockstep.item.ItemKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan as one JSON document: the compiled mapping's own fields ({@code hash, tables, items, reads
 * …}), then what was found out about the source. The names are documented in docs/plan.md.
 */
final class PlanJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private PlanJson() {}

  static String of(PlanReport report) {
    try {
      ObjectNode json = (ObjectNode) MAPPER.readTree(report.mapping());
      json.put("pipeline", report.pipeline());
      json.set("sources", tree(report.sources()));
      json.set("estimates", tree(estimates(report)));
      json.set("requirements", tree(report.requirements()));
      json.set("findings", tree(report.findings()));
      return Json.indented(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan is always JSON", e);
    }
  }

  private static JsonNode tree(Object value) throws JsonProcessingException {
    return MAPPER.readTree(Json.line(value));
  }

  private static Map<String, Object> estimates(PlanReport report) {
    List<Object> types = new ArrayList<>();
    report.types().forEach(type -> types.add(type(type)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("types", types);
    json.put("loadUnits", report.loadUnits());
    json.put("unitsPerSecond", report.unitsPerSecond());
    return json;
  }

  private static Map<String, Object> type(ItemType type) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("type", type.name());
    json.put("root", type.root());
    json.put("table", type.table());
    json.put("joins", type.joins());
    json.put("items", type.estimate().items());
    json.put("loadUnits", type.estimate().loadUnits());
    json.put("writesPerSecond", type.estimate().writesPerSecond());
    json.put("unitsPerSecond", type.estimate().unitsPerSecond());
    json.put("sample", type.sample() == null ? null : sample(type.sample()));
    return new LinkedHashMap<>(json);
  }

  private static Map<String, Object> sample(Sample sample) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("rows", sample.rows());
    json.put("items", sample.items());
    json.put("refused", sample.refused());
    json.put("bytes", sample.sizes());
    json.put("unitsPerItem", sample.unitsPerItem());
    json.put("hotPartitions", sample.hot().stream().map(PlanJson::hot).toList());
    json.put("collisions", sample.twice().stream().map(ItemKey::toString).toList());
    return new LinkedHashMap<>(json);
  }

  private static Map<String, Object> hot(HotPartition hot) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("partitionKey", ItemKey.text(hot.partition()));
    json.put("share", hot.share());
    return json;
  }
}
