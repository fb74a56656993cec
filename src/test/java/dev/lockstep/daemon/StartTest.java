package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.rowstore.StoreIdentity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a pipeline that keeps rows does with what it finds. */
class StartTest {
  private static final StoreIdentity OWN = new StoreIdentity("shop", "7/shop", "plan-1");

  @Test
  void without_a_checkpoint_it_loads_whatever_the_store_has() {
    assertThat(Start.of(OWN, false, Optional.empty(), Optional.empty())).isEqualTo(Start.LOAD);
    assertThat(Start.of(OWN, false, Optional.of(OWN), Optional.empty())).isEqualTo(Start.LOAD);
    assertThat(
            Start.of(
                OWN,
                false,
                Optional.of(new StoreIdentity("shop", "7/shop", "plan-0")),
                Optional.empty()))
        .isEqualTo(Start.LOAD);
  }

  @Test
  void with_checkpoint_and_store_it_resumes() {
    assertThat(Start.of(OWN, true, Optional.of(OWN), Optional.empty())).isEqualTo(Start.RESUME);
  }

  @Test
  void with_a_checkpoint_and_no_store_it_loads_again() {
    assertThat(Start.of(OWN, true, Optional.empty(), Optional.empty())).isEqualTo(Start.RELOAD);
  }

  @Test
  void the_rows_of_another_pipeline_or_source_are_never_touched() {
    for (boolean checkpoint : new boolean[] {true, false}) {
      for (StoreIdentity found :
          new StoreIdentity[] {
            new StoreIdentity("bank", "7/shop", "plan-1"),
            new StoreIdentity("shop", "8/shop", "plan-1")
          }) {
        assertThatThrownBy(() -> Start.of(OWN, checkpoint, Optional.of(found), Optional.empty()))
            .hasMessageContaining("ROW-STORE-FOREIGN");
      }
    }
  }

  @Test
  void rows_kept_for_another_mapping_are_refused() {
    StoreIdentity found = new StoreIdentity("shop", "7/shop", "plan-0");
    assertThatThrownBy(() -> Start.of(OWN, true, Optional.of(found), Optional.empty()))
        .hasMessageContaining("MAPPING-CHANGED")
        .hasMessageContaining("run --reload");
  }
}
