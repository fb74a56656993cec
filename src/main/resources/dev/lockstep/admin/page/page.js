// The page's life: sign in if the daemon asks for it, follow the events, and again when they break.

const lagChart = new Chart("lag-chart", "Lag", [{ key: "lag", name: "Behind the source", style: "a" }], duration);
const rateChart = new Chart(
  "rate-chart",
  "Throughput",
  [
    { key: "changes", name: "Changes", style: "a" },
    { key: "writes", name: "Writes", style: "b" },
    { key: "throttled", name: "Throttled", style: "c" },
  ],
  (value) => rate(value) + "/s");
let samples = [];

// Rates over the last ten seconds, from the counters of the events themselves.
class Rates {
  constructor() {
    this.seen = [];
  }

  over(key, counts) {
    const now = performance.now() / 1000;
    this.seen.push({ now, counts });
    this.seen = this.seen.filter((one) => now - one.now <= key);
    return this;
  }

  of(name) {
    const first = this.seen[0];
    const last = this.seen[this.seen.length - 1];
    const seconds = last.now - first.now;
    return seconds > 0 ? Math.max(0, (last.counts[name] - first.counts[name]) / seconds) : 0;
  }
}

const counterRates = new Rates();
const loadRates = new Rates();

function loading({ load: { tables, items } }) {
  const counts = { all: 0 };
  const all = { all: 0 };
  for (const { table: name, rows, estimated, done } of tables) {
    counts[name] = rows;
    all[name] = done ? 0 : estimated ?? 0;
    counts.all += rows;
    all.all += done ? rows : estimated ?? 0;
  }
  for (const { itemType, built, roots, done } of items) {
    counts["item " + itemType] = built;
    all["item " + itemType] = done ? 0 : roots ?? 0;
  }
  loadRates.over(30, counts);
  const left = (name) => {
    const perSecond = loadRates.of(name);
    return perSecond > 0 && all[name] > counts[name] ? (all[name] - counts[name]) / perSecond : null;
  };
  return { rows: counts.all, estimated: all.all, seconds: left("all"), left };
}

function showCharts() {
  lagChart.update(samples);
  rateChart.update(samples);
}

const handlers = {
  history({ samples: kept }) {
    samples = kept;
    showCharts();
  },
  sample(one) {
    samples.push(one);
    samples = samples.filter(({ at }) => at > one.at - HOUR);
    showCharts();
  },
  status(status) {
    byId("sign-in").hidden = true;
    byId("dashboard").hidden = false;
    connection("live", "Live");
    counterRates.over(10, status.counters);
    const rates = { changes: counterRates.of("changes"), writes: counterRates.of("writes"), throttled: counterRates.of("throttled") };
    view(status, rates, loading(status));
  },
};

function connection(state, text) {
  byId("connection").dataset.state = state;
  say("connection-text", text);
}

function signIn(refused) {
  connection("waiting", "Signed out");
  byId("dashboard").hidden = true;
  byId("sign-in").hidden = false;
  say("token-error", refused ? "The daemon does not accept this token." : "");
  byId("token").value = "";
  byId("token").focus();
}

byId("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN, byId("token").value);
  live();
});

async function live() {
  for (;;) {
    try {
      await follow(handlers);
      connection("lost", "The daemon ended the connection");
    } catch (e) {
      if (e instanceof Refused) {
        const tried = sessionStorage.getItem(TOKEN) !== null;
        sessionStorage.removeItem(TOKEN);
        signIn(tried);
        return;
      }
      connection("lost", e instanceof Answered ? e.message : "No connection to the daemon");
    }
    await new Promise((again) => setTimeout(again, 2_000));
  }
}

live();
