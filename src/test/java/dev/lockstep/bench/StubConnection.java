package dev.lockstep.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/** One keep-alive HTTP/1.1 connection to the stub: just enough of the protocol for SDK clients. */
final class StubConnection {
  private static final int INITIAL_BYTES = 1 << 14;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private final StubAnswers answers;
  private final Consumer<Runnable> onLoop;
  private ByteBuffer in = ByteBuffer.allocate(INITIAL_BYTES);
  private ByteBuffer out = ByteBuffer.allocate(0);

  StubConnection(SocketChannel channel, StubAnswers answers, Consumer<Runnable> onLoop) {
    this.channel = channel;
    this.answers = answers;
    this.onLoop = onLoop;
  }

  void ready(SelectionKey key) throws IOException {
    if (key.isWritable()) {
      flush(key);
    }
    if (key.isValid() && key.isReadable()) {
      read(key);
    }
  }

  private void read(SelectionKey key) throws IOException {
    if (!in.hasRemaining()) {
      in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
    }
    if (channel.read(in) < 0) {
      closeQuietly(key);
      return;
    }
    int used = 0;
    for (int size = request(key, used); size > 0; size = request(key, used)) {
      used += size;
    }
    if (used > 0) {
      in.flip().position(used);
      in.compact();
    }
  }

  /** Answers the request that starts at an offset, if it is there whole; returns its size or 0. */
  private int request(SelectionKey key, int from) {
    int headEnd = indexOf(in.array(), END_OF_HEAD, from, in.position());
    if (headEnd < 0) {
      return 0;
    }
    String head = new String(in.array(), from, headEnd - from, StandardCharsets.ISO_8859_1);
    int bodyStart = headEnd + END_OF_HEAD.length;
    int bodyLength = contentLength(head);
    if (in.position() < bodyStart + bodyLength) {
      return 0;
    }
    byte[] bytes = in.array();
    if (!answers.atOnce(head, bytes, bodyStart, bodyLength, this::sendNow)) {
      byte[] body = Arrays.copyOfRange(bytes, bodyStart, bodyStart + bodyLength);
      answers.forward(head, body, reply -> onLoop.accept(() -> send(key, reply)));
      return bodyStart + bodyLength - from;
    }
    sendPending(key);
    return bodyStart + bodyLength - from;
  }

  private void sendNow(byte[] reply) {
    out = ByteBuffer.wrap(reply);
  }

  /** Whoever asked may have gone meanwhile. */
  private void send(SelectionKey key, byte[] reply) {
    out = ByteBuffer.wrap(reply);
    if (key.isValid()) {
      sendPending(key);
    }
  }

  private void sendPending(SelectionKey key) {
    try {
      flush(key);
    } catch (IOException e) {
      closeQuietly(key);
    }
  }

  private void flush(SelectionKey key) throws IOException {
    channel.write(out);
    int interest = SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != interest) {
      key.interestOps(interest);
    }
  }

  private static int contentLength(String head) {
    int at = head.indexOf("ontent-");
    while (at >= 0) {
      if (head.regionMatches(true, at + 7, "length:", 0, 7)) {
        int end = head.indexOf('\r', at);
        return Integer.parseInt(head.substring(at + 14, end < 0 ? head.length() : end).strip());
      }
      at = head.indexOf("ontent-", at + 1);
    }
    return head.toLowerCase(Locale.ROOT).contains("content-length") ? -1 : 0;
  }

  static int indexOf(byte[] in, byte[] what, int from, int to) {
    outer:
    for (int i = from; i <= to - what.length; i++) {
      for (int j = 0; j < what.length; j++) {
        if (in[i + j] != what[j]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }

  static void closeQuietly(SelectionKey key) {
    key.cancel();
    try {
      key.channel().close();
    } catch (IOException e) {
      key.attach(null);
    }
  }
}
