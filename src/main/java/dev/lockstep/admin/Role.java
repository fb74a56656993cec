package dev.lockstep.admin;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** What a caller may do. */
enum Role {
  /** Look at the pipeline's state, its metrics, events and journal, and change nothing. */
  LOOK,
  /** Everything. */
  OPERATE;

  private static final String ATTRIBUTE = "lockstep.role";

  void giveTo(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
  }

  /** What the caller of this request may do; the guard has seen to it. */
  static Role of(Context ctx) {
    @Nullable Role role = ctx.attribute(ATTRIBUTE);
    return role == null ? LOOK : role;
  }
}
