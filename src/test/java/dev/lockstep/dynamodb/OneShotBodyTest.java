package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

final class OneShotBodyTest {
  private boolean maySend = true;
  private final OneShotBody body =
      new OneShotBody(new JsonBytes(1).raw("{\"a\":1}"), () -> maySend);
  private final Client client = new Client();

  @Test
  void a_body_that_was_handed_over_cannot_be_withdrawn() {
    body.subscribe(client);

    assertThat(body.withdraw()).isFalse();
    assertThat(client.seen).containsExactly("{\"a\":1}", "complete");
  }

  @Test
  void a_body_that_was_withdrawn_is_never_handed_over() {
    assertThat(body.withdraw()).isTrue();
    body.subscribe(client);

    assertThat(client.seen).containsExactly("error");
    assertThat(body.withdraw()).isTrue();
  }

  @Test
  void a_body_that_may_not_be_sent_any_more_counts_as_withdrawn() {
    maySend = false;
    body.subscribe(client);

    assertThat(client.seen).containsExactly("error");
    assertThat(body.withdraw()).isTrue();
  }

  @Test
  void a_body_is_handed_over_once() {
    body.subscribe(client);
    client.ask();

    assertThat(client.seen).containsExactly("{\"a\":1}", "complete");
  }

  @Test
  void a_body_knows_its_length_beforehand() {
    assertThat(body.contentLength()).contains(7L);
  }

  /** An HTTP client that asks for the body as soon as it can. */
  private static final class Client implements Subscriber<ByteBuffer> {
    private final List<String> seen = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    void ask() {
      subscriptions.get(0).request(1);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscriptions.add(subscription);
      ask();
    }

    @Override
    public void onNext(ByteBuffer part) {
      seen.add(StandardCharsets.UTF_8.decode(part).toString());
    }

    @Override
    public void onError(Throwable failure) {
      seen.add("error");
    }

    @Override
    public void onComplete() {
      seen.add("complete");
    }
  }
}
