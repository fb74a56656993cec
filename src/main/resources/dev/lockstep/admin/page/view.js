// What the daemon says, put on the page. It decides nothing: what can be done, and why not, is in
// the status.

const LAGGING = 10;
const PHASES = {
  starting: ["busy", "It connects, checks and takes the lease."],
  loading: ["busy", "The initial load: rows of the source become items."],
  streaming: ["good", ""],
  paused: ["warn", "Held by an operator. The source keeps its log meanwhile."],
  draining: ["busy", "It applies what is left and takes no more."],
  standby: ["busy", "Another daemon holds the lease. This one takes over when that one ends."],
  "cut-over": ["good", "The target has taken over. This pipeline writes no more."],
  failed: ["bad", "It stopped on a problem that it cannot solve by itself."],
};

function health(status) {
  const [usual] = PHASES[status.phase] ?? ["busy"];
  if (status.pauseBudget?.level === "alarm") {
    return "bad";
  }
  if (usual === "good" && (status.pauseBudget?.level === "warning" || status.error || status.lag.seconds > LAGGING || flaws(status).length > 0)) {
    return "warn";
  }
  return usual;
}

// What keeps the copy from being right, though the stream is in step.
function flaws(status) {
  const wrong = status.scrub?.differences ?? 0;
  const aside = status.counters.deadLetters;
  return [
    ...(wrong > 0 ? [`${many(wrong, "item")} found to differ`] : []),
    ...(aside > 0 ? [`${many(aside, "dead letter")} open`] : []),
  ];
}

function sentence(status, load) {
  if (status.phase === "streaming") {
    const lag = status.lag.seconds;
    const stream = lag <= LAGGING ? "In step with the source" : `Behind the source by ${duration(lag)}`;
    return [stream, ...flaws(status)].join(", ") + ".";
  }
  if (status.phase === "paused" && status.pause) {
    const { who, since, until, reason } = status.pause;
    return `By ${who} since ${moment(since)}${until ? `, until ${moment(until)}` : ""}${reason ? `: ${reason}` : ""}.`;
  }
  if (status.phase === "standby" && status.owner) {
    return `${status.owner} has the lease. This daemon takes over when that one ends.`;
  }
  if (status.phase === "loading" && load.estimated > 0) {
    const left = load.seconds === null ? "" : `, about ${duration(load.seconds)} left`;
    return `${many(load.rows, "row")} of about ${count(load.estimated)} read${left}.`;
  }
  return PHASES[status.phase]?.[1] ?? "";
}

function viewState(status, load) {
  say("pipeline", status.pipeline);
  say("phase-text", words(status.phase));
  say("sentence", sentence(status, load));
  say("announcement", `${words(status.phase)}. ${health(status) === "good" ? "All is well." : ""}`);
  byId("phase").dataset.health = health(status);
  document.title = `${words(status.phase)} · ${status.pipeline} · Lockstep`;
  byId("problem").hidden = !status.error;
  byId("problem").dataset.passing = status.phase !== "failed";
  if (status.error) {
    show("problem", status.error, ({ code, what, where, remedy }) => [
      el("h2", {}, what),
      where ? el("p", {}, where) : "",
      remedy ? el("p", {}, "What to do: " + remedy) : "",
      el("p", { class: "code" }, code),
    ]);
  }
}

function viewFigures(status, rates) {
  const { lag, counters, limits, inFlight } = status;
  const window = limits["apply.max-in-flight"]?.limit;
  const figures = [
    ["Lag", duration(lag.seconds), lag.sourceBytes === null ? "" : bytes(lag.sourceBytes) + " of log", lag.seconds > LAGGING ? "warn" : ""],
    ["Changes", rate(rates.changes) + "/s", count(counters.changes) + " taken", ""],
    ["Writes", rate(rates.writes) + "/s", count(counters.writes) + " applied", ""],
    ["In flight", count(inFlight), window ? `of at most ${count(window)}` : "", ""],
    ["Throttled", rate(rates.throttled) + "/s", count(counters.throttled) + " attempts", rates.throttled >= 1 ? "warn" : ""],
    ...budget(status.pauseBudget),
    ["Dead letters", count(counters.deadLetters), counters.deadLetters ? "set aside, not resolved" : "none", counters.deadLetters ? "bad" : ""],
  ];
  show("figures", figures, () => figures.map(([name, value, more, level]) =>
    el("div", { "data-level": level || null }, el("dt", {}, name), el("dd", {}, value), el("dd", { class: "more" }, more))));
}

const BUDGET_LEVELS = { warning: "warn", alarm: "bad" };

// How long the source can wait for this pipeline.
function budget(known) {
  if (!known) {
    return [];
  }
  const left = known.seconds === null ? (known.level === "unknown" ? "unknown" : "no limit") : duration(known.seconds);
  return [["Source can wait", left, known.reason, BUDGET_LEVELS[known.level] ?? ""]];
}

function track(share, label) {
  const bar = el("span");
  bar.style.width = (share * 100).toFixed(1) + "%";
  return el("div", { class: "track", role: "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(share * 100) }, bar);
}

// An estimate may be too low: only what is done is shown as full.
function share(done, soFar, all) {
  return done ? 1 : all > 0 ? Math.min(0.95, soFar / all) : 0;
}

function progress(name, soFar, all, done, noun, seconds) {
  const of = done || !(all > 0) ? "" : ` of about ${count(all)}`;
  const left = done ? ", done" : seconds === null ? "" : `, about ${duration(seconds)} left`;
  return el(
    "div",
    { class: "progress" },
    el("p", {}, el("span", {}, name), el("span", { class: "much" }, many(soFar, noun) + of + left)),
    track(share(done, soFar, all), name));
}

function viewLoad(status, load) {
  const { tables, items } = status.load;
  byId("load").hidden = tables.length === 0 && items.length === 0;
  show("load-rows", [status.load, load], () => [
    ...tables.map(({ table: name, rows, estimated, done }) => progress(name, rows, estimated, done, "row", load.left(name))),
    ...items.map(({ itemType, built, roots, done }) => progress(itemType, built, roots, done, "item", load.left("item " + itemType))),
  ]);
}

function viewCounts(id, caption, counts, none, level = () => "") {
  const rows = Object.entries(counts).filter(([, n]) => n > 0);
  show(id, rows, () =>
    rows.length === 0
      ? el("p", { class: "empty" }, none)
      : table(caption[0], [{ name: caption[1] }, { name: caption[2], number: true }],
        rows.map(([name, n]) => [el("span", { class: level(name) }, words(name)), count(n)])));
}

const OUTCOME_LEVELS = { throttled: "level-warn", refused: "level-warn", "in-doubt": "level-warn", rejected: "level-bad", unusable: "level-bad" };

function viewPositions(status) {
  const { lag, position, checkpoint, rowStore, fanOut } = status;
  const pairs = [
    ["Read up to", position],
    ["Checkpoint", checkpoint],
    ["Capture lag", lag.captureSeconds === null || lag.captureSeconds === undefined ? null : duration(lag.captureSeconds)],
    ["Caught up in about", lag.drainSeconds > 0 ? duration(lag.drainSeconds) : null],
    ["Write budget", status.throttle?.writeUnitsPerSecond ? count(status.throttle.writeUnitsPerSecond) + " units/s" : null],
    ["Log behind", lag.sourceBytes === null ? null : bytes(lag.sourceBytes)],
    ["Log kept by the source", lag.retainedBytes === null ? null : bytes(lag.retainedBytes)],
    ["Row store", rowStore && `${many(rowStore.rows, "row")}, ${bytes(rowStore.diskBytes)}`],
    ["Large transaction", fanOut && `${fanOut.tables.join(", ")}: ${many(fanOut.items, "item")} so far, for ${duration(fanOut.seconds)}`],
  ].filter(([, value]) => value !== null && value !== undefined);
  show("positions", pairs, () => pairs.length === 0
    ? el("dt", {}, "Nothing read yet")
    : pairs.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function viewJournal(entries) {
  byId("journal").hidden = entries.length === 0;
  show("journal-rows", entries, () => table("Journal", [{ name: "When" }, { name: "What" }, { name: "Who" }],
    entries.map(({ at, what, who, details }) => [
      moment(at),
      [words(what), ...Object.entries(details ?? {}).map(([key, value]) => `${words(key).toLowerCase()} ${value}`)].join(", "),
      who,
    ])));
}

const VERIFY_LEVELS = { finished: "good", running: "", cancelled: "warn", failed: "bad" };

function pairList(pairs) {
  return el("dl", { class: "pairs" }, ...pairs.flatMap(([name, value, level]) =>
    [el("dt", {}, name), el("dd", { class: level ? "level-" + level : null }, value)]));
}

// The verification that goes on all the time.
function viewScrub(scrub) {
  byId("scrub").hidden = !scrub;
  if (!scrub) {
    return;
  }
  const { working, standing, passes, passEnded, share, items, differences, open, error } = scrub;
  const pairs = [
    ["Found", many(differences, "difference"), differences > 0 ? "bad" : "good"],
    ["State", working ? "working" : standing, ""],
    ["Pass", `${count(passes + 1)}, ${Math.floor(100 * share)} % done`, ""],
    ["Last pass ended", passEnded ? moment(passEnded) : "not yet", ""],
    ["Looked at", many(items, "item"), ""],
    ...(error ? [["Why", error.what, "bad"]] : []),
  ];
  show("scrub-rows", pairs, () => pairList(pairs));
  show("scrub-open", open, () => open.length === 0 ? "" : el("ul", { class: "findings", "aria-label": "Differences" }, ...open.slice(0, SHOWN_DIFFERENCES).map(difference)));
}

const SHOWN_DIFFERENCES = 10;

function difference({ since, key, kind, commands }) {
  return el("li", {},
    el("p", {}, el("span", { class: "level-bad" }, words(kind)), " ", key),
    el("p", { class: "detail" }, "since " + moment(since)),
    ...commands.map((command) => el("code", {}, command)));
}

// The reports are asked for when another verification has ended.
let reportsShown = null;
async function viewReports({ phase, verify }) {
  const newest = `${phase} ${verify ? verify.id + verify.state : ""}`;
  if (newest === reportsShown) {
    return;
  }
  reportsShown = newest;
  const reports = await ask("GET", "/verify/reports?most=5").catch(() => []);
  byId("reports").hidden = reports.length === 0;
  show("reports-rows", reports.map(({ id }) => id), () => table("Reports", [{ name: "Ended" }, { name: "How much" }, { name: "Outcome" }, { name: "Compared", number: true }, { name: "Differences", number: true }],
    reports.map(({ ended, mode, outcome, types, tables }) => [
      moment(ended), words(mode), words(outcome),
      count(types.reduce((sum, type) => sum + type.compared, 0)),
      count(types.reduce((sum, type) => sum + type.missing + type.extra + type.different + type.wrongVersion + type.ambiguous + type.unmappable, 0)
        + tables.reduce((sum, each) => sum + each.extra, 0)),
    ])));
}

function viewVerification(verify) {
  byId("verify").hidden = !verify;
  if (!verify) {
    return;
  }
  const { mode, state, step, started, seconds, findings, unconfirmed, etaSeconds, error } = verify;
  const running = state === "running";
  const verdict = findings > 0 ? many(findings, "difference") : unconfirmed > 0 ? many(unconfirmed, "key") + " unconfirmed" : running ? "none so far" : "0 differences";
  const pairs = [
    ["State", words(state) + (running ? `: ${step}` : ""), VERIFY_LEVELS[state]],
    ["Found", verdict, findings > 0 ? "bad" : unconfirmed > 0 ? "warn" : running ? "" : "good"],
    ["How much", words(mode), ""],
    ["Begun", moment(started), ""],
    ["Took", duration(seconds) + (running && etaSeconds !== null ? `, about ${duration(etaSeconds)} left` : ""), ""],
    ...(error ? [["Why", error.what, "bad"]] : []),
  ];
  show("verify-rows", pairs, () => pairList(pairs));
}

// The cutover or the rehearsal that was begun last.
const HANDOVER_LEVELS = { "cut-over": "good", ended: "good", running: "", beginning: "", ending: "", switching: "", "rolled-back": "warn", reopened: "", "rolling-back": "warn" };
const STEP_MARKS = { done: ["✓", "good"], failed: ["✗", "bad"], unknown: ["?", "warn"], running: ["…", ""] };

function begun(handover) {
  return handover?.startedAt ?? handover?.timeline?.[0]?.at ?? "";
}

function viewHandover({ cutover, rehearsal }) {
  const last = begun(cutover) > begun(rehearsal) || !rehearsal ? cutover : rehearsal;
  byId("handover").hidden = !last;
  if (!last) {
    return;
  }
  say("handover-title", last === cutover ? "Cutover" : "Rehearsal");
  const level = HANDOVER_LEVELS[last.status] ?? "bad";
  const pairs = [
    ["State", words(last.status), level],
    ["By", last.by, ""],
    ["Write downtime", seconds(last.writeDowntimeSeconds), ""],
    ["Fence to record", seconds(last.fenceToRecordSeconds), ""],
    ["Paused at", last.position, ""],
    ["Paused for", seconds(last.pausedSeconds), ""],
    ["Items healed", number(last.itemsHealed), ""],
    ["Differences left", number(last.differencesLeft), last.differencesLeft ? "bad" : "good"],
    ["Why", last.failure && `${last.failure.what} (${last.failure.code})`, last.status === "failed" || level === "bad" ? "bad" : "warn"],
  ].filter(([, value]) => value !== null && value !== undefined);
  show("handover-rows", [pairs, last.timeline], () => [
    el("dl", { class: "pairs" }, ...pairs.flatMap(([name, value, of]) => [el("dt", {}, name), el("dd", { class: of ? "level-" + of : null }, value)])),
    el("ol", { class: "steps" }, ...last.timeline.map(step)),
  ]);
}

function step({ step: name, seconds: took, outcome, detail }) {
  const [mark, level] = STEP_MARKS[outcome] ?? ["", ""];
  return el("li", {},
    el("span", { class: "mark-" + (level || "busy"), role: "img", "aria-label": words(outcome) }, mark),
    el("span", {}, words(name), detail ? el("span", { class: "detail" }, detail) : ""),
    el("span", { class: "much" }, seconds(took) ?? ""));
}

function seconds(value) {
  return value === null || value === undefined ? null : value < 1 ? Math.round(value * 1000) + " ms" : duration(value);
}

function number(value) {
  return value === null || value === undefined ? null : count(value);
}

// The letters themselves are asked for when their number changes, by those who may replay them.
let lettersShown = 0;
async function viewLetters({ counters: { deadLetters: number }, actions }) {
  byId("dead-letters").hidden = number === 0;
  if (number === lettersShown) {
    return;
  }
  lettersShown = number;
  const { letters = [] } = actions.replay !== null ? {} : await ask("GET", "/dead-letters?limit=20").catch(() => ({}));
  show("dead-letters-rows", [number, letters], () => letters.length === 0
    ? el("p", { class: "empty" }, `${many(number, "change")} set aside: see 'lockstep dead-letters list'.`)
    : table("Dead letters", [{ name: "Since" }, { name: "Item" }, { name: "Why" }, { name: "Attempts", number: true }],
      letters.map(({ first, item, row, what, attempts }) => [moment(first), item ?? row ?? "", what, count(attempts)])));
}

function view(status, rates, load) {
  viewState(status, load);
  viewFigures(status, rates);
  viewLoad(status, load);
  viewCounts("outcomes", ["Writes by outcome", "Outcome", "Attempts"], status.outcomes, "Nothing written yet.", (name) => OUTCOME_LEVELS[name] ?? "");
  viewCounts("throttling", ["Throttling by reason", "Reason", "Attempts"], status.throttling, "DynamoDB has refused nothing.", () => "level-warn");
  viewPositions(status);
  viewJournal(status.journal ?? []);
  viewVerification(status.verify);
  viewHandover(status);
  viewScrub(status.scrub);
  viewReports(status);
  viewLetters(status);
  viewActions(status);
}
