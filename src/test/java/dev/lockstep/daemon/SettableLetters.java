package dev.lockstep.daemon;

import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.LetterFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dead letters that a test lays down; a replay heals all of them. */
public final class SettableLetters implements LetterBox {
  private final List<DeadLetter> letters = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  public void add(DeadLetter letter) {
    letters.add(letter);
  }

  /** Why letters were dropped. */
  public List<String> reasons() {
    return reasons;
  }

  @Override
  public Page list(LetterFilter filter, @Nullable String after, int most) {
    return Page.of(letters, filter, after, most);
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    return letters.stream().filter(letter -> letter.id().equals(id)).findFirst();
  }

  @Override
  public List<Replayed> replay(Collection<String> ids, String who, Duration limit) {
    List<DeadLetter> healed = letters.stream().filter(letter -> ids.contains(letter.id())).toList();
    letters.removeAll(healed);
    return healed.stream()
        .map(letter -> new Replayed(letter.id(), Replayed.Outcome.HEALED, null))
        .toList();
  }

  @Override
  public List<DeadLetter> drop(Collection<String> ids, String who, String reason) {
    List<DeadLetter> dropped =
        letters.stream().filter(letter -> ids.contains(letter.id())).toList();
    letters.removeAll(dropped);
    reasons.add(reason);
    return dropped;
  }

  @Override
  public int open() {
    return letters.size();
  }

  @Override
  public void close() {}
}
