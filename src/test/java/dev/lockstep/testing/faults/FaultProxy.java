package dev.lockstep.testing.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and DynamoDB Local on a real port, and lets go wrong what its script
 * says. A thread per connection; closing it closes all connections.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;
  private static final int MAX_ATTEMPTS = 50;
  private static final int BACKLOG = 256;

  private final Misfortune misfortune;
  private final Gate gate = new Gate();
  private final int port;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong requests = new AtomicLong();
  private volatile FaultScript script = FaultScript.none();
  private volatile @Nullable ServerSocket server;
  private volatile @Nullable Thread acceptor;

  private FaultProxy(URI upstream) {
    misfortune = new Misfortune(new Upstream(upstream), gate);
    ServerSocket first = listenSomewhere();
    port = first.getLocalPort();
    acceptOn(first);
  }

  /** A proxy before an endpoint; nothing goes wrong until a script says so. */
  public static FaultProxy before(URI upstream) {
    return new FaultProxy(upstream);
  }

  /** Where clients connect. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What goes wrong from now on. */
  public void play(FaultScript next) {
    script = next;
  }

  /** Requests that came so far. */
  public long requests() {
    return requests.get();
  }

  /** From now on nothing is answered until {@link #resume}. */
  public void pause() {
    gate.shut();
  }

  /** Answers again; whatever waits is carried out now, even if its client has given up. */
  public void resume() {
    gate.open();
  }

  /** From now on connections are refused, and all that exist are cut. */
  public void refuseConnections() {
    closeQuietly(server);
    server = null;
    awaitEnd(acceptor);
    connections.forEach(FaultProxy::closeQuietly);
  }

  /** Takes connections again, on the same port. */
  public void acceptConnections() {
    if (server == null) {
      acceptOn(listen(port));
    }
  }

  /**
   * On a port that the system gives to no outgoing connection, so that it is still free after
   * {@link #refuseConnections}.
   */
  private static ServerSocket listenSomewhere() {
    for (int attempt = 1; ; attempt++) {
      try {
        return listen(ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT));
      } catch (UncheckedIOException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptOn(ServerSocket socket) {
    server = socket;
    acceptor = start(() -> acceptAll(socket));
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The system keeps a closed socket's port until the thread that waits on it has come back. */
  private static void awaitEnd(@Nullable Thread accepting) {
    try {
      if (accepting != null) {
        accepting.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void acceptAll(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        connections.add(connection);
        if (socket.isClosed()) {
          // It came while connections were being cut.
          closeQuietly(connection);
        }
        start(() -> serve(connection));
      } catch (IOException e) {
        closeQuietly(socket);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      Optional<HttpMessage> message = HttpMessage.read(connection.getInputStream());
      while (message.isPresent()) {
        requests.incrementAndGet();
        gate.await();
        Optional<HttpMessage> answer = answer(message.get());
        if (answer.isEmpty()) {
          cut(connection);
          return;
        }
        answer.get().write(connection.getOutputStream());
        message = HttpMessage.read(connection.getInputStream());
      }
    } catch (IOException | InterruptedException e) {
      closeQuietly(connection);
    } finally {
      connections.remove(connection);
    }
  }

  private Optional<HttpMessage> answer(HttpMessage message)
      throws IOException, InterruptedException {
    Request request = Request.of(message);
    return misfortune.answer(message, request, script.next(request));
  }

  /** Resets the connection, as a machine does that has gone. */
  private static void cut(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
  }

  private static void closeQuietly(@Nullable Closeable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (IOException e) {
      // It is gone either way, and going wrong is what it is for.
      return;
    }
  }

  @Override
  public void close() {
    gate.open();
    refuseConnections();
  }
}
