package dev.lockstep.apply;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Carries requests out, and what became of them back to the dispatcher. Holds no lock. */
final class Courier {
  private final ItemStore store;
  private final ApplyListener listener;
  private final BadRows badRows;
  private final Dispatcher dispatcher;

  Courier(ItemStore store, ApplyListener listener, BadRows badRows, Dispatcher dispatcher) {
    this.store = store;
    this.listener = listener;
    this.badRows = badRows;
    this.dispatcher = dispatcher;
  }

  void carryOut(Request request) {
    try {
      if (request instanceof Request.Single single) {
        write(single);
      } else if (request instanceof Request.Batch batch) {
        putAll(batch);
      } else if (request instanceof Request.SetAside aside) {
        setAside(aside);
      }
    } catch (RuntimeException | Error e) {
      dispatcher.broken(e);
    }
  }

  private void write(Request.Single request) {
    long sentAt = dispatcher.now();
    whenDone(
        store.write(request.write()),
        outcome -> {
          long now = dispatcher.now();
          dispatcher.bring(engine -> engine.complete(request, outcome, now));
          listener.attempted(request.write(), outcome, now - sentAt);
        });
  }

  private void putAll(Request.Batch request) {
    long sentAt = dispatcher.now();
    whenDone(
        store.putAll(request.puts()),
        outcomes -> {
          long now = dispatcher.now();
          dispatcher.bring(engine -> engine.complete(request, outcomes, now));
          for (int i = 0; i < outcomes.size(); i++) {
            listener.attempted(request.puts().get(i), outcomes.get(i), now - sentAt);
          }
        });
  }

  private void setAside(Request.SetAside request) {
    whenDone(
        badRows.setAside(request.write(), request.problem()).exceptionally(e -> false),
        kept -> dispatcher.bring(engine -> engine.complete(request, kept, dispatcher.now())));
  }

  /** Takes a result in: at once if it is there, else where it comes, and carries on from there. */
  private <T> void whenDone(CompletableFuture<T> future, Consumer<T> take) {
    if (future.isDone()) {
      take.accept(future.join());
      return;
    }
    var unused =
        future.whenComplete(
            (result, error) -> {
              try {
                take.accept(future.join());
                dispatcher.pump();
              } catch (RuntimeException | Error e) {
                dispatcher.broken(e);
              }
            });
  }
}
