package dev.lockstep.dynamodb;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/**
 * The body of one request, which is either handed to the HTTP client or withdrawn, never both.
 * DynamoDB acts on no request without its body, so a withdrawn one is known not to have acted:
 * without this, every refused or slow connection would leave a write in doubt.
 */
final class OneShotBody implements SdkHttpContentPublisher {
  private final JsonBytes json;
  private final BooleanSupplier maySend;
  private final AtomicReference<State> state = new AtomicReference<>(State.HERE);

  /**
   * @param maySend asked at the moment of handing over: much time may have passed since the call,
   *     if the process was frozen meanwhile
   */
  OneShotBody(JsonBytes json, BooleanSupplier maySend) {
    this.json = json;
    this.maySend = maySend;
  }

  private enum State {
    HERE,
    HANDED_OVER,
    WITHDRAWN
  }

  /** Keeps the body here for good; false if it has been handed over. */
  boolean withdraw() {
    return state.compareAndSet(State.HERE, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
  }

  @Override
  public Optional<Long> contentLength() {
    return Optional.of((long) json.view().remaining());
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(
        new Subscription() {
          @Override
          public void request(long n) {
            handOver(subscriber);
          }

          @Override
          public void cancel() {
            // One buffer: by the time that anybody cancels it is withdrawn or handed over.
          }
        });
  }

  private void handOver(Subscriber<? super ByteBuffer> subscriber) {
    if (!maySend.getAsBoolean()) {
      withdraw();
    }
    if (state.compareAndSet(State.HERE, State.HANDED_OVER)) {
      subscriber.onNext(json.view());
      subscriber.onComplete();
    } else if (state.get() == State.WITHDRAWN) {
      subscriber.onError(new CancellationException("withdrawn before it was sent"));
    }
  }
}
