package dev.lockstep.daemon;

import org.jspecify.annotations.Nullable;

/**
 * What a command must know of a configuration before it works with it.
 *
 * @param pipeline the pipeline's name
 * @param admin where its admin API listens
 * @param jsonLogs whether logs are JSON
 */
public record Settings(String pipeline, AdminEndpoint admin, boolean jsonLogs) {

  /**
   * Where an admin API listens.
   *
   * @param host the address
   * @param port the port; 0 for any free one
   * @param token what callers must bring; absent for none
   */
  public record AdminEndpoint(String host, int port, @Nullable String token) {
    @Override
    public String toString() {
      return host + ":" + port + (token == null ? "" : " token ***");
    }
  }
}
