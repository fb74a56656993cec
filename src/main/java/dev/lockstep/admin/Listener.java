package dev.lockstep.admin;

import dev.lockstep.config.AdminAccess;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.metrics.Metrics;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin API is listened for: plain or TLS, so many connections at a time. A caller that
 * is silent for long is sent away, and so is one that dribbles its first request.
 */
final class Listener {
  private final ServerConnector connector;
  private final Duration patience;

  private Listener(ServerConnector connector, Duration patience) {
    this.connector = connector;
    this.patience = patience;
  }

  static Listener on(Server server, HttpConfiguration http, AdminEndpoint endpoint) {
    AdminAccess access = endpoint.access();
    ServerConnector connector = new ServerConnector(server, factories(http, access.tls()));
    connector.setHost(endpoint.host());
    connector.setPort(endpoint.port());
    Duration patience = access.limits().requestTimeout();
    connector.setIdleTimeout(patience.toMillis());
    connector.addBean(new NetworkConnectionLimit(access.limits().maxConnections(), connector));
    return new Listener(connector, patience);
  }

  private static ConnectionFactory[] factories(
      HttpConfiguration http, AdminAccess.@Nullable Tls tls) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    if (tls == null) {
      return new ConnectionFactory[] {plain};
    }
    // The guard looks at the host name where that matters; a certificate may have others.
    http.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setSslContext(Pem.server(tls));
    ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    ssl.setNeedClientAuth(tls.clientCa() != null);
    return new ConnectionFactory[] {new SslConnectionFactory(ssl, plain.getProtocol()), plain};
  }

  ServerConnector connector() {
    return connector;
  }

  void publish(Metrics metrics, AdminAccess access) {
    metrics.limit(
        "admin.max-connections",
        access.limits().maxConnections(),
        () -> connector.getConnectedEndPoints().size());
  }

  /** Ends every connection on which no request has come for longer than one may take. */
  void sweep() {
    long now = System.currentTimeMillis();
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      boolean dribbles =
          endPoint.getConnection() != null && endPoint.getConnection().getMessagesIn() == 0;
      if (dribbles && now - endPoint.getCreatedTimeStamp() > patience.toMillis()) {
        endPoint.close();
      }
    }
  }
}
