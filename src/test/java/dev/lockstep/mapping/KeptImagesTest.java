package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import org.junit.jupiter.api.Test;

class KeptImagesTest {
  private final SourceTables tables =
      SourceTables.parse(
          "public.things: { columns: { id: bigint, name: text, note: text }, key: [id] }");
  private final Row kept = tables.row("public.things", "{ id: 1, name: kept }");

  @Test
  void whatTheSourceDidNotSendOfTheEarlierStateIsWhatWasKept() {
    Row after = tables.row("public.things", "{ id: 1, name: new }");
    RowChange change = new RowChange(after.key(), null, after, null, false);

    RowChange complete = KeptImages.complete(change, new AppliedChange(after.key(), kept, after));

    assertThat(complete.before()).isNotNull();
    assertThat(complete.before().get("name")).isEqualTo("kept");
  }

  @Test
  void aRowThatCameAfterATruncateHasNoEarlierState() {
    Row after = tables.row("public.things", "{ id: 1, name: new }");
    RowChange change = new RowChange(after.key(), null, after, null, true);

    RowChange complete = KeptImages.complete(change, new AppliedChange(after.key(), kept, after));

    assertThat(complete.before()).isNull();
  }
}
