package dev.lockstep.metrics;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * One series of a metric.
 *
 * @param labels one value for each of the family's labels, in their order
 */
record Series(Family family, List<String> labels) {

  static Series of(Family family, String... labels) {
    if (labels.length != family.labels().size()) {
      throw new IllegalArgumentException(family.metric() + " has labels " + family.labels());
    }
    return new Series(family, List.of(labels));
  }

  /** The name in the registry: dots between the parts, as reporters for flat names expect. */
  String registryName() {
    return MetricRegistry.name(family.metric(), labels.toArray(String[]::new));
  }

  ObjectName objectName(String pipeline) {
    StringBuilder name = new StringBuilder("dev.lockstep:pipeline=");
    name.append(ObjectName.quote(pipeline)).append(",name=").append(family.metric());
    for (int i = 0; i < labels.size(); i++) {
      name.append(',').append(family.labels().get(i)).append('=');
      name.append(ObjectName.quote(labels.get(i)));
    }
    try {
      return new ObjectName(name.toString());
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException("quoted, and yet malformed: " + name, e);
    }
  }
}
