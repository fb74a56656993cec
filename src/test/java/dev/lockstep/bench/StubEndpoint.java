package dev.lockstep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A DynamoDB endpoint that answers writes of items at once, on one thread; keeps the items and
 * answers reads of them if it is told to. All else (tables, whatever names the control table) goes
 * to a real endpoint behind it, so that a whole daemon runs against it. {@code GET /count} tells
 * the writes so far.
 */
public final class StubEndpoint implements AutoCloseable {
  private final ServerSocketChannel server;
  private final Selector selector;
  private final StubAnswers answers;
  private final Thread thread;
  private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();

  private StubEndpoint(int port, @Nullable URI upstream, @Nullable StubItems items)
      throws IOException {
    selector = Selector.open();
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    answers = new StubAnswers(upstream, items);
    thread = new Thread(this::loop, "stub-endpoint");
    thread.setDaemon(true);
  }

  /**
   * Starts one on a loopback port that keeps nothing.
   *
   * @param port the port, or 0 for any free one
   * @param upstream where all but writes of items goes; if absent, it is answered with {@code {}}
   */
  public static StubEndpoint start(int port, @Nullable URI upstream) throws IOException {
    return start(port, upstream, null);
  }

  private static StubEndpoint start(int port, @Nullable URI upstream, @Nullable StubItems items)
      throws IOException {
    StubEndpoint stub = new StubEndpoint(port, upstream, items);
    stub.thread.start();
    return stub;
  }

  /** Runs one until the process ends: {@code StubEndpoint PORT [UPSTREAM [keep]]}. */
  public static void main(String[] args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    URI upstream = args.length > 1 ? URI.create(args[1]) : null;
    StubEndpoint stub = start(port, upstream, args.length > 2 ? new StubItems() : null);
    System.out.println("listening on " + stub.endpoint());
    stub.thread.join();
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.socket().getLocalPort());
  }

  /** Items written so far. */
  public long writes() {
    return answers.writes();
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    selector.wakeup();
    server.close();
  }

  private void loop() {
    try (selector) {
      while (!Thread.currentThread().isInterrupted()) {
        selector.select(this::serve);
        for (Runnable next = later.poll(); next != null; next = later.poll()) {
          next.run();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        connection(key).ready(key);
      }
    } catch (IOException | RuntimeException e) {
      StubConnection.closeQuietly(key);
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = server.accept();
    if (channel != null) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(
          selector, SelectionKey.OP_READ, new StubConnection(channel, answers, this::onLoop));
    }
  }

  private void onLoop(Runnable task) {
    later.add(task);
    selector.wakeup();
  }

  private static StubConnection connection(SelectionKey key) {
    return (StubConnection) key.attachment();
  }
}
