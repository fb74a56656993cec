package dev.lockstep.cli;

import dev.lockstep.admin.AdminClient;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.problem.LockstepException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** The running daemon of a configuration, as commands reach it. */
final class Daemon {
  private Daemon() {}

  /** Where its admin API answers. A daemon that listens on all addresses is asked on loopback. */
  static URI address(AdminEndpoint admin) {
    String host =
        switch (admin.host()) {
          case "0.0.0.0", "" -> "127.0.0.1";
          case "::", "[::]" -> "[::1]";
          default -> admin.host();
        };
    String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create("http://" + shown + ":" + admin.port());
  }

  static AdminClient client(AdminEndpoint admin) {
    return new AdminClient(address(admin), admin.token());
  }

  /** Whether a command failed only because no daemon runs here. */
  static boolean isAway(LockstepException e) {
    return e.problem().code().equals("DAEMON-NOT-RUNNING");
  }

  /** Who gives the orders of this process: {@code ann@desk}. */
  static String operator() {
    return System.getProperty("user.name", "somebody") + "@" + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
