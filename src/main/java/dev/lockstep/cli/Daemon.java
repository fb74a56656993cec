package dev.lockstep.cli;

import dev.lockstep.admin.AdminClient;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.problem.LockstepException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The running daemon of a configuration, as commands reach it. */
final class Daemon {
  private Daemon() {}

  static AdminClient client(AdminEndpoint admin) {
    return new AdminClient(admin);
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
