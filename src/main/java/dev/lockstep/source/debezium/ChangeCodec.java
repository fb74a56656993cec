package dev.lockstep.source.debezium;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes compactly and reads them back equal. Schemas stay in memory and are written as
 * numbers, so what is read shares them.
 */
final class ChangeCodec {
  private static final int INSERT = 1;
  private static final int UPDATE = 2;
  private static final int UPDATE_WITH_BEFORE = 3;
  private static final int DELETE = 4;
  private static final int TRUNCATE = 5;

  private final List<TableSchema> schemas = new ArrayList<>();
  private final IdentityHashMap<TableSchema, Integer> numbers = new IdentityHashMap<>();

  boolean isEmpty() {
    return schemas.isEmpty();
  }

  void write(DataOutputStream out, Change change) throws IOException {
    if (change instanceof Change.Insert insert) {
      out.writeByte(INSERT);
      write(out, insert.row());
    } else if (change instanceof Change.Update update) {
      Row before = update.before();
      out.writeByte(before == null ? UPDATE : UPDATE_WITH_BEFORE);
      if (before != null) {
        write(out, before);
      }
      write(out, update.after());
    } else if (change instanceof Change.Delete delete) {
      out.writeByte(DELETE);
      write(out, delete.before());
    } else if (change instanceof Change.Truncate truncate) {
      out.writeByte(TRUNCATE);
      out.writeUTF(truncate.table().schema());
      out.writeUTF(truncate.table().name());
    } else {
      throw new IllegalArgumentException("rows of a snapshot are not spilled");
    }
  }

  private void write(DataOutputStream out, Row row) throws IOException {
    out.writeInt(number(row.schema()));
    int count = row.schema().columns().size();
    for (int i = 0; i < count; i++) {
      ValueCodec.write(out, row.get(i));
    }
  }

  private int number(TableSchema schema) {
    return numbers.computeIfAbsent(
        schema,
        s -> {
          schemas.add(s);
          return schemas.size() - 1;
        });
  }

  /** The next change; absent at the end. */
  @Nullable Change read(DataInputStream in) throws IOException {
    int tag = in.read();
    return switch (tag) {
      case -1 -> null;
      case INSERT -> new Change.Insert(readRow(in));
      case UPDATE -> new Change.Update(null, readRow(in));
      case UPDATE_WITH_BEFORE -> new Change.Update(readRow(in), readRow(in));
      case DELETE -> new Change.Delete(readRow(in));
      case TRUNCATE -> new Change.Truncate(new TableId(in.readUTF(), in.readUTF()));
      default -> throw new IOException("unknown change " + tag);
    };
  }

  private Row readRow(DataInputStream in) throws IOException {
    TableSchema schema = schemas.get(in.readInt());
    @Nullable Object[] values = new Object[schema.columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ValueCodec.read(in);
    }
    return new Row(schema, values);
  }
}
