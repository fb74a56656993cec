package dev.lockstep.daemon;

import dev.lockstep.checkpoint.ControlStore.Owner;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** This process, as others are told who holds a lease. */
final class ThisProcess {
  private ThisProcess() {}

  /** An owner that no other process is, and no other pipeline of this one. */
  static Owner asOwner() {
    return new Owner(
        UUID.randomUUID().toString(), host() + ", process " + ProcessHandle.current().pid());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }
}
