package dev.lockstep.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.apply.Acknowledgement;
import dev.lockstep.apply.Outages;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.InMemoryDocuments;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.mapping.RecoveredRow;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The control table is out of reach while letters are stored and closed. */
class LettersInAnOutageTest {
  private static final Problem PROBLEM =
      Problem.error(Category.DATA, "KEY-NULL", "no key", null, "Change it.");
  private static final RowKey ROW = new RowKey(new TableId("public", "people"), 1L);

  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final AtomicInteger failures = new AtomicInteger();
  private final DeadLetters letters = Letters.settingAside(outOfReach(), 5);

  @AfterEach
  void stop() {
    letters.close();
  }

  @Test
  void a_letter_is_acknowledged_when_it_is_stored_and_not_before() throws Exception {
    failures.set(9);
    Told stored = new Told();
    letters.take(List.of(new BadRow("person", ROW, null, PROBLEM)), version(10), () -> stored);

    assertThat(stored.leftWhenTold.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void a_letter_closes_though_the_reply_was_lost() throws Exception {
    Told stored = new Told();
    letters.take(List.of(new BadRow("person", ROW, null, PROBLEM)), version(10), () -> stored);
    stored.leftWhenTold.get(30, TimeUnit.SECONDS);
    failures.set(8);
    Told closed = new Told();
    letters
        .closing(List.of(new RecoveredRow("person", ROW, null)), version(20), closed)
        .acknowledged();

    assertThat(closed.leftWhenTold.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(kept()).isZero();
    assertThat(letters.count()).isZero();
  }

  private long kept() {
    return documents.count("shop", LetterStore.COLLECTION);
  }

  /** So many changes fail, in turn before and after they are made. */
  private Documents outOfReach() {
    return (Documents)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Documents.class},
            (proxy, method, arguments) -> {
              boolean changes = List.of("replace", "delete").contains(method.getName());
              int left = changes ? failures.getAndUpdate(now -> Math.max(0, now - 1)) : 0;
              if (left % 2 == 1) {
                throw Outages.unreachable();
              }
              Object answer = method.invoke(documents, arguments);
              if (left > 0) {
                throw Outages.unreachable();
              }
              return answer;
            });
  }

  private final class Told implements Acknowledgement {
    private final CompletableFuture<Integer> leftWhenTold = new CompletableFuture<>();

    @Override
    public void acknowledged() {
      leftWhenTold.complete(failures.get());
    }

    @Override
    public void settled() {
      // Nothing is left to do.
    }
  }

  private static Version version(long position) {
    return new Version(0, position, 1);
  }
}
