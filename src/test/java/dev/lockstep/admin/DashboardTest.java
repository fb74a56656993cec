package dev.lockstep.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.checkpoint.Desired;
import dev.lockstep.daemon.InMemorySteering;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.testing.browser.Chromium;
import dev.lockstep.testing.browser.Tab;
import dev.lockstep.testing.browser.Tab.Spoken;
import dev.lockstep.verify.ReportedVerifications;
import dev.lockstep.verify.ScriptedVerifications;
import dev.lockstep.verify.VerifyRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page in a real browser. Pictures of what it looks like are left in target/screenshots. */
class DashboardTest {
  private static final Path PICTURES = Path.of("target/screenshots");
  private static final String TOKEN = "correct horse battery staple";
  private static final int WIDE = 1280;
  private static final int PHONE = 390;

  @TempDir private static Path profile;
  private static @Nullable Chromium browser;

  private final SettablePipeline pipeline = new SettablePipeline(Scenes.streaming());
  private AdminServer server;
  private @Nullable Tab tab;

  @BeforeAll
  static void startTheBrowser() {
    browser = Chromium.start(profile);
  }

  @AfterAll
  static void closeTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start() {
    server = serve(null);
  }

  @AfterEach
  void stop() {
    if (tab != null) {
      tab.close();
    }
    server.close();
  }

  private AdminServer serve(@Nullable String token) {
    return serve(0, token);
  }

  private AdminServer serve(int port, @Nullable String token) {
    Metrics metrics = new Metrics();
    Scenes.count(metrics);
    return AdminServer.start(
        new AdminEndpoint("127.0.0.1", port, token), pipeline, metrics, Scenes.lastHour());
  }

  private Tab open(int width) {
    Tab opened = Objects.requireNonNull(browser).open(width, 900);
    opened.visit(URI.create(server.address() + "/"));
    tab = opened;
    return opened;
  }

  private Tab openLive(int width) {
    Tab opened = open(width);
    opened.untilShown("Live");
    return opened;
  }

  @Test
  void thePageFollowsThePipelineWithoutBeingLoadedAgain() {
    Tab page = openLive(WIDE);
    assertThat(page.text("#phase")).isEqualTo("Streaming");
    assertThat(page.text("#sentence")).isEqualTo("In step with the source.");
    assertThat(page.text("#figures")).contains("0.4 s", "38", "of at most 256");

    pipeline.set(Scenes.lagging());

    page.untilShown("Behind the source by 2 min.");
    assertThat(page.value("document.title").asText()).isEqualTo("Streaming · shop · Lockstep");
    theScrubIsFollowedToo(page);
  }

  private void theScrubIsFollowedToo(Tab page) {
    assertThat(page.value("document.querySelector('#scrub').checkVisibility()").asBoolean())
        .as("without one in the configuration")
        .isFalse();

    pipeline.set(Scenes.scrubbed(Scenes.streaming(), Scenes.scrub(0)));
    page.untilShown("42 % done");
    assertThat(page.text("#scrub"))
        .contains("0 differences", "State", "working", "1,411,208 items");
    assertThat(page.text("#scrub-open")).isEmpty();

    pipeline.set(Scenes.scrubbed(Scenes.streaming(), Scenes.scrub(2)));
    page.until("document.querySelectorAll('#scrub-open li').length === 2");
    assertThat(page.text("#scrub-rows")).contains("2 differences");
    assertThat(page.text("#sentence")).contains("2 items found to differ.");
    assertThat(page.value("document.querySelector('#phase').dataset.health").asText())
        .isEqualTo("warn");
    assertThat(page.text("#scrub-open"))
        .contains(
            "Wrong version shop/CUSTOMER#485,ORDER#000000000041",
            "since ",
            "lockstep explain --target-table shop --item 'CUSTOMER#485' --item 'ORDER#000000000041'",
            "lockstep verify --key 'shop,CUSTOMER#485,ORDER#000000000041' --repair");

    pipeline.set(Scenes.scrubbed(Scenes.streaming(), Scenes.scrub(0)));
    page.until("document.querySelector('#scrub-open').children.length === 0");
  }

  @Test
  void aPageThatIsOpenedNowShowsTheLastHour() {
    Tab page = openLive(WIDE);

    page.until("document.querySelector('#lag-chart path.line').getTotalLength() > 500");
    assertThat(page.value("document.querySelector('#lag-chart').ariaLabel").asText())
        .matches("Lag over the last hour: now Behind the source 0.4 s; at most [45]\\d s.*");
  }

  @Test
  void theChartsAreReadWithTheArrowKeys() {
    Tab page = openLive(WIDE);

    page.value("document.querySelector('#lag-chart').focus()");
    page.press("ArrowLeft");
    page.untilShown("at ");
    page.press("Escape");

    page.until("!document.querySelector('#lag-chart').ariaLabel.includes(': at ')");
  }

  @ParameterizedTest
  @EnumSource(Scenes.class)
  void everyStateIsReadableInLightAndDarkAndOnAPhone(Scenes scene) {
    pipeline.set(scene.status());
    Tab wide = openLive(WIDE);
    pipeline.set(Scenes.later(scene.status()));
    wide.until("!document.querySelector('#figures').innerText.includes('Changes\\n0/s')");
    wide.picture(PICTURES.resolve(scene.label() + "-light.png"));
    assertThat(faintTexts(wide)).isEmpty();

    wide.dark(true);
    wide.picture(PICTURES.resolve(scene.label() + "-dark.png"));
    assertThat(faintTexts(wide)).isEmpty();
    assertThat(wide.complaints()).isEmpty();
    wide.close();

    Tab phone = openLive(PHONE);
    phone.picture(PICTURES.resolve(scene.label() + "-phone.png"));
    assertThat(phone.value("document.documentElement.scrollWidth").asInt()).isEqualTo(PHONE);
  }

  /** Texts whose contrast with what is behind them is below WCAG's level AA. */
  private static JsonNode faintTexts(Tab page) {
    return page.value(
        """
        (() => {
          const channels = color => color.match(/[\\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b]
            .map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = e => {
            for (; e; e = e.parentElement) {
              const color = channels(getComputedStyle(e).backgroundColor);
              if (color.length < 4 || color[3] === 1) return color;
            }
            return [255, 255, 255];
          };
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const faint = [];
          while (texts.nextNode()) {
            const e = texts.currentNode.parentElement;
            const style = getComputedStyle(e);
            if (!texts.currentNode.data.trim() || !e.checkVisibility() || e.closest('.skip, script, style')) continue;
            const [a, b] = [light(channels(e.closest('svg') ? style.fill : style.color)), light(behind(e))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) faint.push(texts.currentNode.data + ' ' + ratio.toFixed(2));
          }
          return faint;
        })()
        """);
  }

  @Test
  void thePageFetchesNothingFromElsewhereAndItsPolicyForbidsIt() {
    Tab page = openLive(WIDE);

    assertThat(page.fetched())
        .filteredOn(address -> !address.startsWith("data:"))
        .allMatch(address -> address.startsWith(server.address() + "/"));
    assertThat(page.complaints()).isEmpty();

    page.value("fetch('https://example.com/').catch(() => 0)");
    page.value("document.body.append(Object.assign(document.createElement('script'), {id: 'x'}))");
    assertThat(page.complaints()).anyMatch(line -> line.contains("Content Security Policy"));
  }

  @Test
  void whatTheDaemonSaysIsTextAndNeverMarkup() {
    pipeline.set(Scenes.hostile());
    Tab page = openLive(WIDE);

    page.untilShown("<img src=x onerror=alert(1)>");
    assertThat(page.value("document.querySelectorAll('main img').length").asInt()).isZero();
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void aTokenIsAskedForAndRememberedByThisTabAlone() {
    restart(TOKEN);
    Tab page = open(WIDE);
    page.untilShown("This daemon asks for a token");
    page.picture(PICTURES.resolve("sign-in-light.png"));
    assertThat(page.text("#main")).doesNotContain("Streaming");
    assertThat(page.value("document.activeElement.id").asText()).isEqualTo("token");

    page.type("wrong");
    page.press("Enter");
    page.untilShown("The daemon does not accept this token.");
    page.type(TOKEN);
    page.press("Enter");

    page.untilShown("In step with the source.");
    assertThat(page.value("Object.values(sessionStorage).join()").asText()).isEqualTo(TOKEN);
    assertThat(page.value("localStorage.length + document.cookie.length").asInt()).isZero();
    assertThat(page.fetched()).noneMatch(address -> address.contains("horse"));
    page.visit(URI.create(server.address() + "/?again"));
    page.untilShown("In step with the source.");
  }

  @Test
  void theBudgetIsSetWithNothingButTheKeyboard() {
    Tab page = openLive(WIDE);
    for (int i = 0; i < 30 && !focus(page).equals("do-throttle"); i++) {
      page.press("Tab");
    }
    page.press("Enter");
    page.until("document.querySelector('dialog').open");
    page.value("document.querySelector('#field-writeUnitsPerSecond').select()");
    page.type("250");
    page.picture(PICTURES.resolve("dialog-light.png"));
    page.press("Enter");

    page.untilShown("The write budget is set.");
    assertThat(pipeline.steering().desired().throttle().writeUnitsPerSecond()).isEqualTo(250);
    assertThat(focus(page)).isEqualTo("do-throttle");
  }

  private static String focus(Tab page) {
    return page.value("document.activeElement.id").asText();
  }

  @Test
  void aPauseIsOrderedWithItsReasonAndShowsInTheJournal() {
    Tab page = openLive(WIDE);
    page.click("#do-pause");
    page.until("document.querySelector('dialog').open");
    page.value("document.querySelector('#field-maxDuration').focus()");
    page.type("4h");
    page.value("document.querySelector('#field-reason').focus()");
    page.type("rehearsal");
    page.press("Enter");
    page.untilShown("The pause is ordered.");

    Desired.Pause pause = pipeline.steering().desired().pause();
    assertThat(pause).isNotNull();
    assertThat(pause.reason()).isEqualTo("rehearsal");
    assertThat(pause.until()).isEqualTo(InMemorySteering.NOW.plus(Duration.ofHours(4)));
    assertThat(pause.who()).contains("127.0.0.1");
  }

  @Test
  void aRefusalIsShownWhereTheOrderWasGiven() {
    Tab page = openLive(WIDE);
    page.click("#do-throttle");
    page.until("document.querySelector('dialog').open");
    page.value("document.querySelector('#field-writeUnitsPerSecond').removeAttribute('min')");
    page.value("document.querySelector('#field-writeUnitsPerSecond').select()");
    page.type("-5");
    page.press("Enter");

    page.until("document.querySelector('#ask-error').textContent.length > 10");
    assertThat(page.value("document.querySelector('dialog').open").asBoolean()).isTrue();
  }

  @Test
  void howLongTheSourceCanWaitStandsAmongTheFiguresAndColoursThem() {
    pipeline.set(Scenes.PAUSED.status());
    pipeline.verifications(ReportedVerifications.of(1_768, List.of()));
    Tab page = openLive(WIDE);

    page.untilShown("By ann@desk since");
    assertThat(page.text("#figures")).contains("Source can wait", "1 h 30 min");
    assertThat(page.text("#journal")).contains("Pause", "reason rehearsal", "ann@desk");
    assertThat(page.text("#verify")).contains("0 differences");
    assertThat(page.text("#operate")).contains("Not now: it is paused already.");
    theReportsAreListed(page);
  }

  /** Those of before, and the next one when it has ended. */
  private void theReportsAreListed(Tab page) {
    page.until("document.querySelectorAll('#reports tbody tr').length === 1");
    assertThat(page.text("#reports")).contains("Reports", "Full", "Equal");

    ScriptedVerifications next = new ScriptedVerifications(ScriptedVerifications.DIFFERENT, 0);
    next.start(VerifyRequest.full());
    assertThat(next.progress().orElseThrow().findings()).isEqualTo(1);
    pipeline.verifications(next);
    pipeline.set(Scenes.streaming());
    page.until("document.querySelector('#reports').innerText.includes('Different')");
    assertThat(page.text("#reports tbody")).containsPattern("Full\\s+Different\\s+9\\s+1");
  }

  @Test
  void escapeLeavesADialogAndNothingIsDone() {
    Tab page = openLive(WIDE);
    page.click("#do-throttle");
    page.until("document.querySelector('dialog').open");
    page.press("Escape");

    page.until("!document.querySelector('dialog').open");
    assertThat(pipeline.steering().desired()).isEqualTo(Desired.RUN);
  }

  @Test
  void whatIsNotPossibleCannotBePressedAndSaysWhy() {
    pipeline.set(SettablePipeline.inPhase(Phase.STARTING));
    Tab page = openLive(WIDE);

    page.untilShown("Not now: the pipeline is starting.");
    page.click("#do-throttle");

    assertThat(page.value("document.querySelector('dialog').open").asBoolean()).isFalse();
    assertThat(page.value("document.querySelector('#do-throttle').ariaDisabled").asText())
        .isEqualTo("true");
  }

  @Test
  void aScreenReaderFindsItsWay() {
    pipeline.set(Scenes.LOADING.status());
    Tab page = openLive(WIDE);
    List<Spoken> spoken = page.spoken();

    assertThat(spoken)
        .contains(
            new Spoken("main", ""),
            new Spoken("heading", "Lockstep\u00a0shop"),
            new Spoken("heading", "Initial load"),
            new Spoken("progressbar", "public.orders"),
            new Spoken("button", "Throttle"),
            new Spoken("table", "Writes by outcome"))
        .anyMatch(one -> one.role().equals("image") && one.name().startsWith("Lag over the last"))
        .anyMatch(one -> one.role().equals("status"));
    assertThat(spoken)
        .filteredOn(one -> List.of("button", "textbox", "image", "table").contains(one.role()))
        .allMatch(one -> !one.name().isBlank());
    assertThat(page.value("document.documentElement.lang").asText()).isEqualTo("en");
  }

  @Test
  void thePageComesBackWhenTheDaemonDoes() {
    Tab page = openLive(WIDE);
    int port = server.address().getPort();
    server.close();
    page.until("document.querySelector('#connection').dataset.state === 'lost'");

    server = serve(port, null);

    page.until("document.querySelector('#connection').dataset.state === 'live'");
  }

  private void restart(@Nullable String token) {
    server.close();
    server = serve(token);
  }
}
