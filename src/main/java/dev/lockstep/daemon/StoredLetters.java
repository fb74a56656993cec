package dev.lockstep.daemon;

import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.LetterFilter;
import dev.lockstep.letters.LetterStore;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.wiring.Wiring;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dead letters of a pipeline by the control table alone, whether it runs or not. */
final class StoredLetters implements LetterBox {
  private final Config config;
  private final DynamoDbTarget control;
  private final LetterStore store;

  private StoredLetters(Config config, DynamoDbTarget control) {
    this.config = config;
    this.control = control;
    this.store = Wiring.letterStore(config, control);
  }

  static StoredLetters open(Config config) {
    return new StoredLetters(config, DynamoDbTarget.open(Wiring.target(config)));
  }

  @Override
  public Page list(LetterFilter filter, @Nullable String after, int most) {
    return Page.of(store.all(), filter, after, most);
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    return store.find(id);
  }

  @Override
  public List<Replayed> replay(Collection<String> ids, String who, Duration limit) {
    throw new LockstepException(Replaying.notStreaming());
  }

  /** A daemon would not know of it, and go on minding them. */
  @Override
  public List<DeadLetter> drop(Collection<String> ids, String who, String reason) {
    try (ControlStore records = control.controlStore(config.target().controlTable())) {
      Optional<Owner> owner =
          records.read(config.pipeline()).flatMap(record -> Optional.ofNullable(record.owner()));
      if (owner.isPresent()) {
        throw new LockstepException(owned(owner.get()));
      }
    }
    List<DeadLetter> dropped =
        store.all().stream().filter(letter -> ids.contains(letter.id())).toList();
    for (DeadLetter letter : dropped) {
      noteDrop(store.journal(config.operating().journalEntries()), letter, who, reason);
      store.remove(letter.subject(), letter.version());
    }
    return dropped;
  }

  /** Before it is gone, so that nothing goes unsaid. */
  static void noteDrop(Journal journal, DeadLetter letter, String who, String reason) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("letter", letter.id());
    details.put("reason", reason);
    details.put("code", letter.problem().code());
    details.put("where", String.valueOf(letter.problem().where()));
    journal.add(who, "drop dead letter", details);
  }

  private static Problem owned(Owner owner) {
    return Problem.error(
        Category.CONFIGURATION,
        "LEASE-HELD",
        "the pipeline's lease is held by " + owner.description(),
        null,
        "Drop dead letters where that daemon's admin API can be reached; if it was killed, start it"
            + " again first.");
  }

  @Override
  public int open() {
    return store.all().size();
  }

  @Override
  public void close() {
    control.close();
  }
}
