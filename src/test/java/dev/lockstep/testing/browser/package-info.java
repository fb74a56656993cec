/**
 * A real browser for tests: Chromium without a window, spoken to over its DevTools protocol, so
 * that no driver has to be fetched. Keys, clicks and pages flow in; what a person or a screen
 * reader would meet, and pictures of it, flow out.
 */
@NullMarked
package dev.lockstep.testing.browser;

import org.jspecify.annotations.NullMarked;
