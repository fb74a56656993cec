package dev.lockstep.verify;

import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.Documents.Document;
import dev.lockstep.checkpoint.Documents.Order;
import dev.lockstep.checkpoint.Documents.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The states and reports of a pipeline's verifications among its documents: a state while one is
 * not at its end, its report from then on.
 */
final class VerifyStore {
  private static final String COLLECTION = "verify";
  private static final String REPORT = "report-";
  private static final String AFTER_REPORTS = "report.";
  private static final String STATE = "state-";
  private static final String SCRUB = "scrub";
  private static final int MOST = 1_000;

  private final Documents documents;
  private final String pipeline;
  private final int kept;

  VerifyStore(Documents documents, String pipeline, int kept) {
    this.documents = documents;
    this.pipeline = pipeline;
    this.kept = kept;
  }

  private Place place(String id) {
    return new Place(pipeline, COLLECTION, id);
  }

  void save(VerifyState state) {
    documents.write(place(STATE + state.id()), VerifyJson.compact(state));
  }

  Optional<VerifyState> state(String id) {
    return documents
        .read(place(STATE + id))
        .map(document -> VerifyJson.read(document.text(), VerifyState.class));
  }

  void save(ScrubState state) {
    documents.write(place(SCRUB), VerifyJson.compact(state));
  }

  Optional<ScrubState> scrub() {
    return documents
        .read(place(SCRUB))
        .map(document -> VerifyJson.read(document.text(), ScrubState.class));
  }

  /** Keeps a report in place of its state, and lets go of the oldest. */
  void finish(VerifyReport report) {
    documents.write(place(REPORT + report.id()), text(report));
    documents.delete(place(STATE + report.id()));
    List<Document> all = list(MOST);
    for (Document old : all.subList(Math.min(kept, all.size()), all.size())) {
      documents.delete(place(old.id()));
    }
  }

  /** Findings show values: as many as find room. */
  private static String text(VerifyReport report) {
    VerifyReport shown = report;
    String text = VerifyJson.compact(shown);
    while (text.getBytes(StandardCharsets.UTF_8).length > Documents.MAX_TEXT_BYTES) {
      shown = shown.showing(shown.findings().size() / 2);
      text = VerifyJson.compact(shown);
    }
    return text;
  }

  private List<Document> list(int most) {
    return documents.list(pipeline, COLLECTION, Order.DESCENDING, AFTER_REPORTS, most).stream()
        .filter(document -> document.id().startsWith(REPORT))
        .toList();
  }

  List<VerifyReport> reports(int most) {
    return list(most).stream()
        .map(document -> VerifyJson.read(document.text(), VerifyReport.class))
        .toList();
  }

  Optional<VerifyReport> report(String id) {
    return documents
        .read(place(REPORT + id))
        .map(document -> VerifyJson.read(document.text(), VerifyReport.class));
  }
}
