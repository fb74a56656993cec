package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.admin.AdminServer;
import dev.lockstep.checkpoint.Desired;
import dev.lockstep.cutover.Cutover;
import dev.lockstep.cutover.CutoverStatus;
import dev.lockstep.cutover.Rehearsal;
import dev.lockstep.cutover.RehearsalStatus;
import dev.lockstep.cutover.StateStore;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.dynamodb.TargetOptions;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.testing.browser.Chromium;
import dev.lockstep.testing.browser.Tab;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.verify.VerifyReport;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A real pipeline, operated with nothing but the page in a real browser; what comes of it is read
 * in the control table. Pictures are left in target/screenshots.
 */
@Execution(ExecutionMode.CONCURRENT)
class OperatedByPageTest {
  private static final Path PICTURES = Path.of("target/screenshots");
  private static final int WIDE = 1280;
  private static final int PHONE = 390;

  @TempDir private Path dir;
  @TempDir private Path profile;
  private HandoverWorld world;
  private PipelineControl pipeline;
  private AdminServer server;
  private DynamoDbTarget control;
  private @Nullable Chromium browser;
  private Tab page;

  @BeforeEach
  void open() throws Exception {
    browser = Chromium.start(profile);
    world = new HandoverWorld(dir, Dbms.POSTGRES);
    world.write(
        "INSERT INTO accounts SELECT i, 'ann', 10, null, null FROM generate_series(1, 200) i");
    world.configure();
    Files.writeString(
        world.config(),
        Files.readString(world.config())
            .replace("apply:\n", "apply:\n  on-bad-row: dead-letter\n"));
    control = DynamoDbTarget.open(TargetOptions.of("us-east-1", world.world().endpoint()));
    Metrics metrics = new Metrics();
    pipeline = world.operations().start(world.config(), metrics, StartMode.RESUME);
    server = AdminServer.start("127.0.0.1", 0, null, pipeline, metrics);
    page = visit(WIDE);
    page.untilShown("In step with the source.");
  }

  private Tab visit(int width) {
    Tab tab = Objects.requireNonNull(browser).open(width, 900);
    tab.visit(URI.create(server.address() + "/"));
    tab.untilShown("Live");
    return tab;
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
    server.close();
    pipeline.close();
    control.close();
    world.close();
  }

  @Test
  void fromAThrottleToACutover() throws Exception {
    throttles();
    pausesAndResumes();
    replaysLetters();
    verifies();
    rehearses();
    cutsOver();
    assertThat(page.complaints()).isEmpty();
  }

  private void throttles() {
    confirm("throttle", Map.of("writeUnitsPerSecond", "500"), "The write budget is set.");
    assertThat(desired().throttle().writeUnitsPerSecond()).isEqualTo(500);
    confirm("throttle", Map.of("writeUnitsPerSecond", "0"), "The write budget is set.");
  }

  private void pausesAndResumes() {
    confirm("pause", Map.of("maxDuration", "4h", "reason", "a deploy"), "The pause is ordered.");
    page.until("document.querySelector('#phase').innerText === 'Paused'");
    page.untilShown("a deploy");
    Desired.Pause pause = Objects.requireNonNull(desired().pause());
    assertThat(pause.reason()).isEqualTo("a deploy");
    assertThat(Duration.between(pause.since(), pause.until())).isEqualTo(Duration.ofHours(4));

    confirm("resume", Map.of(), "It goes on.");
    page.until("document.querySelector('#phase').innerText === 'Streaming'");
    assertThat(desired().isPaused()).isFalse();
  }

  /** What is still bad stays set aside; what is corrected in the source heals by itself. */
  private void replaysLetters() throws Exception {
    world.write("UPDATE accounts SET note = repeat('x', 420000) WHERE id = 7");
    page.untilShown("Map the rows of dead letters as they are now.");
    confirm("replay", Map.of(), "1 letter replayed, 1 still open.");
    world.write("UPDATE accounts SET note = 'short' WHERE id = 7");
    page.until("document.querySelector('#dead-letters').hidden");
  }

  private void verifies() {
    confirm("verify", Map.of("mode", "full"), "The verification has begun.");
    page.untilShown("0 differences");
    VerifyReport report = pipeline.verifications().reports(1).get(0);
    assertThat(report.isEqual()).as("%s", report).isTrue();
  }

  private void rehearses() {
    confirm("rehearsal-begin", Map.of(), "The rehearsal has begun.");
    awaitPossible("rehearsal-end");
    assertThat(rehearsal().status()).isEqualTo(RehearsalStatus.RUNNING);
    Tab phone = visit(PHONE);
    phone.untilShown("Rehearsal");
    phone.picture(PICTURES.resolve("rehearsal-phone.png"));
    phone.close();

    new Team(world.world().items()).rehearse();
    confirm("rehearsal-end", Map.of(), "The rehearsal ends.");
    awaitPossible("rehearsal-begin");
    page.picture(PICTURES.resolve("rehearsed-light.png"));
    assertThat(rehearsal().status()).isEqualTo(RehearsalStatus.ENDED);
    assertThat(rehearsal().figures().left()).isZero();
    assertThat(page.text("#handover")).contains("Ended", "Differences left");
  }

  private void cutsOver() throws Exception {
    await().until(() -> ((LivePipeline) pipeline).streaming().orElseThrow().state().quiet());
    confirm("cutover", Map.of("typed", "bank"), "It could begin.");
    assertThat(cutoverDocument()).isNull();

    page.click("#do-cutover");
    page.until("document.querySelector('dialog').open");
    page.picture(PICTURES.resolve("cutover-dialog-light.png"));
    page.click("#field-dryRun");
    fill("typed", "bank");
    page.press("Enter");
    page.untilShown("The cutover has begun.");
    page.until("document.querySelector('#phase').innerText === 'Cut over'");
    page.until("document.querySelector('#phase').dataset.health === 'good'");
    page.untilShown("Write downtime");

    Cutover cutover = Objects.requireNonNull(cutoverDocument());
    assertThat(cutover.status()).isEqualTo(CutoverStatus.CUT_OVER);
    assertThat(cutover.request().by()).contains("127.0.0.1");
    assertThat(Files.readString(world.switched())).isEqualTo("switch\n");
    page.untilShown("Not now: it is cut over already.");
    page.picture(PICTURES.resolve("cut-over-light.png"));
    page.dark(true);
    page.picture(PICTURES.resolve("cut-over-dark.png"));
  }

  /** Presses a button, fills its dialog in, confirms, and waits for what the page says to it. */
  private void confirm(String action, Map<String, String> fields, String then) {
    awaitPossible(action);
    page.click("#do-" + action);
    page.until("document.querySelector('dialog').open");
    fields.forEach(this::fill);
    page.click("#ask-confirm");
    page.until("!document.querySelector('dialog').open");
    page.untilShown(then);
  }

  private void awaitPossible(String action) {
    String button = "document.querySelector('#do-" + action + "')";
    page.until(button + " && " + button + ".ariaDisabled !== 'true'");
  }

  private void fill(String field, String text) {
    String input = "document.querySelector('#field-" + field + "')";
    if (page.value(input + ".tagName").asText().equals("SELECT")) {
      page.value(input + ".value = '" + text + "'");
      return;
    }
    page.value(input + ".select()");
    page.type(text);
  }

  private Desired desired() {
    return world.operations().steer(world.config(), Steering::desired);
  }

  private Rehearsal rehearsal() {
    return StateStore.rehearsal(control.documents("lockstep-control"), "bank")
        .read()
        .orElseThrow()
        .state();
  }

  private @Nullable Cutover cutoverDocument() {
    return StateStore.cutover(control.documents("lockstep-control"), "bank")
        .read()
        .map(StateStore.Stored::state)
        .orElse(null);
  }
}
