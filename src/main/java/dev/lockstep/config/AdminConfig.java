package dev.lockstep.config;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP interface.
 *
 * @param host the address it listens on, without brackets
 * @param port the TCP port; 0 for any free one
 * @param token what callers must bring; always there when the address is not loopback, unless they
 *     must bring a certificate
 * @param access who else may use it, over what, and how much
 */
public record AdminConfig(String host, int port, @Nullable Secret token, AdminAccess access) {}
