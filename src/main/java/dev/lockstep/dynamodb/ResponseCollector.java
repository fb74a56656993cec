package dev.lockstep.dynamodb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/** Collects one response. Read it when the exchange has ended; before that it is incomplete. */
final class ResponseCollector implements SdkAsyncHttpResponseHandler, Subscriber<ByteBuffer> {
  private static final String CHECKSUM = "x-amz-crc32";
  private static final byte[] NOTHING = {};

  private volatile @Nullable SdkHttpResponse head;
  private volatile byte[] body = NOTHING;
  private volatile boolean complete;

  @Override
  public void onHeaders(SdkHttpResponse response) {
    head = response;
  }

  @Override
  public void onStream(Publisher<ByteBuffer> stream) {
    stream.subscribe(this);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteBuffer part) {
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    body = body.length == 0 ? bytes : joined(body, bytes);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  @Override
  public void onComplete() {
    complete = true;
  }

  @Override
  public void onError(Throwable failure) {
    complete = false;
  }

  /** The response as it came, or that it cannot be trusted. */
  Reply reply() {
    SdkHttpResponse response = head;
    if (response == null || !complete) {
      return new Reply.Unknown("the answer is incomplete");
    }
    if (!checksumHolds(response)) {
      return new Reply.Unknown("the answer's checksum is wrong");
    }
    String date = response.firstMatchingHeader("Date").orElse(null);
    return new Reply.Answered(response.statusCode(), body, date);
  }

  private boolean checksumHolds(SdkHttpResponse response) {
    String expected = response.firstMatchingHeader(CHECKSUM).orElse(null);
    if (expected == null) {
      return true;
    }
    CRC32 actual = new CRC32();
    actual.update(body);
    return Long.toString(actual.getValue()).equals(expected.strip());
  }
}
