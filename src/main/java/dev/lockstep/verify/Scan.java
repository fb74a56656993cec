package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.apply.ItemReads.Page;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.verify.Tally.Count;
import dev.lockstep.verify.VerifyState.SegmentPlace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads the keys of whole target tables, several parts of each at once. */
final class Scan {
  private final VerifyWorld world;
  private final TargetReader target;
  private final Tally tally;
  private final List<ItemTypePlan> types;
  private final boolean ownedOnly;
  private final KeyFiles scanned;
  private List<SegmentPlace> places = new ArrayList<>();

  /** Hears that a page was taken. */
  interface Pause {
    void between() throws InterruptedException;
  }

  private record Asked(int place, CompletableFuture<Page> page) {}

  /**
   * @param ownedOnly whether only keys of the item types count
   */
  Scan(
      VerifyWorld world,
      TargetReader target,
      Tally tally,
      List<ItemTypePlan> types,
      boolean ownedOnly,
      KeyFiles scanned) {
    this.world = world;
    this.target = target;
    this.tally = tally;
    this.types = types;
    this.ownedOnly = ownedOnly;
    this.scanned = scanned;
  }

  void resume(List<SegmentPlace> from) {
    places = new ArrayList<>(from);
    if (places.isEmpty()) {
      for (TableSpec table : Verification.tables(types)) {
        for (int segment = 0; segment < segments(); segment++) {
          places.add(new SegmentPlace(table.name(), segment, null, false));
        }
      }
    }
  }

  private int segments() {
    return world.limits().parallelism();
  }

  List<SegmentPlace> places() {
    return List.copyOf(places);
  }

  /** A part's pages come one after the other, and several parts' at once. */
  void run(Pause pause) throws InterruptedException {
    Deque<Integer> waiting = new ArrayDeque<>();
    for (int i = 0; i < places.size(); i++) {
      if (!places.get(i).done()) {
        waiting.add(i);
      }
    }
    Deque<Asked> underWay = new ArrayDeque<>();
    while (!waiting.isEmpty() || !underWay.isEmpty()) {
      while (underWay.size() < segments() && !waiting.isEmpty()) {
        underWay.add(ask(waiting.remove()));
      }
      Asked first = underWay.remove();
      Page page = TargetReader.await(first.page());
      take(first.place(), page);
      if (page.next() != null) {
        waiting.addFirst(first.place());
      }
      pause.between();
    }
  }

  private Asked ask(int index) throws InterruptedException {
    SegmentPlace place = places.get(index);
    return new Asked(
        index,
        target.keys(place.table(), place.segment(), segmentsOf(place.table()), place.after()));
  }

  /** As many as there were when the scan began, whatever the configuration says now. */
  private int segmentsOf(String table) {
    return (int) places.stream().filter(place -> place.table().equals(table)).count();
  }

  private void take(int index, Page page) {
    SegmentPlace place = places.get(index);
    long seen = 0;
    long tombstones = 0;
    for (Found found : page.found()) {
      ItemKey key = found.item().key();
      if (found.tombstone()) {
        tombstones++;
      } else if (!ownedOnly || types.stream().anyMatch(type -> type.ownsKey(key))) {
        seen++;
        scanned.add(key);
      }
    }
    tally.addToTable(place.table(), Count.SCANNED, seen);
    tally.addToTable(place.table(), Count.TOMBSTONES, tombstones);
    places.set(
        index, new SegmentPlace(place.table(), place.segment(), page.next(), page.next() == null));
  }
}
