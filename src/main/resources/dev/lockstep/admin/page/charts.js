// Line charts of the last hour, as SVG. Arrow keys or a pointer move a cursor over them; the legend
// says what is there.

const HOUR = 3_600_000;
const LEFT = 0;
const BOTTOM = 20;
const TOP = 16;

class Chart {
  // series: [{ key, name, style }]; format makes a value text.
  constructor(id, title, series, format) {
    this.box = byId(id);
    this.title = title;
    this.series = series;
    this.format = format;
    this.samples = [];
    this.cursor = null;
    this.legend = el("p", { class: "legend" });
    this.box.before(this.legend);
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "img");
    this.box.addEventListener("pointermove", (event) => this.point(event));
    this.box.addEventListener("pointerleave", () => this.moveTo(null));
    this.box.addEventListener("blur", () => this.moveTo(null));
    this.box.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  update(samples) {
    this.samples = samples;
    this.cursor = null;
    this.draw();
  }

  point(event) {
    const box = this.box.getBoundingClientRect();
    const wanted = this.end - HOUR + ((event.clientX - box.left) / box.width) * HOUR;
    let best = null;
    this.samples.forEach((sample, i) => {
      if (best === null || Math.abs(sample.at - wanted) < Math.abs(this.samples[best].at - wanted)) {
        best = i;
      }
    });
    this.moveTo(best);
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12 }[event.key];
    if (step && this.samples.length > 0) {
      event.preventDefault();
      const last = this.samples.length - 1;
      this.moveTo(Math.max(0, Math.min(last, (this.cursor ?? last) + step)));
    } else if (event.key === "Escape") {
      this.moveTo(null);
    }
  }

  moveTo(cursor) {
    if (cursor !== this.cursor) {
      this.cursor = cursor;
      this.draw();
    }
  }

  draw() {
    const { width, height } = this.box.getBoundingClientRect();
    if (width === 0) {
      return;
    }
    const samples = this.samples;
    this.end = samples.length === 0 ? 0 : samples[samples.length - 1].at;
    const most = Math.max(0, ...this.series.flatMap(({ key }) => samples.map((sample) => sample[key])));
    const top = roundUp(most);
    const x = (at) => LEFT + ((at - this.end + HOUR) / HOUR) * (width - LEFT);
    const y = (value) => TOP + (1 - value / top) * (height - TOP - BOTTOM);
    const svg = el("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    this.scale(svg, top, width, x, y);
    this.series.forEach(({ key, style }, i) => {
      const path = line(samples, key, x, y);
      if (i === 0 && path) {
        svg.append(el("path", { class: "area", d: area(samples, key, x, y) }));
      }
      svg.append(el("path", { class: "line " + style, d: path }));
    });
    if (this.cursor !== null) {
      const at = x(samples[this.cursor].at);
      svg.append(el("line", { class: "cursor", x1: at, x2: at, y1: TOP, y2: height - BOTTOM }));
    }
    this.box.replaceChildren(svg, samples.length < 2 ? el("p", { class: "empty" }, "The first samples are on their way.") : "");
    this.tell(most);
  }

  scale(svg, top, width, x, y) {
    for (const share of [0, 0.5, 1]) {
      const at = Math.round(y(top * share)) + 0.5;
      svg.append(el("line", { class: "grid", x1: 0, x2: width, y1: at, y2: at }));
      if (share > 0) {
        svg.append(el("text", { x: 0, y: at - 4 }, this.format(top * share)));
      }
    }
    if (this.samples.length === 0) {
      return;
    }
    const quarter = HOUR / 4;
    for (let at = Math.ceil((this.end - HOUR) / quarter) * quarter; at <= this.end; at += quarter) {
      const middle = Math.max(16, Math.min(width - 16, x(at)));
      svg.append(el("text", { x: middle, y: y(0) + 16, "text-anchor": "middle" }, clock(at)));
    }
  }

  tell(most) {
    const last = this.samples.length - 1;
    const sample = this.samples[this.cursor ?? last];
    const entries = this.series.map(({ key, name, style }) =>
      el(
        "span",
        {},
        el("svg", { class: "chart", viewBox: "0 0 22 8", "aria-hidden": "true" }, el("path", { class: "line " + style, d: "M0 4H22" })),
        name + " ",
        el("b", {}, sample ? this.format(sample[key]) : "–")));
    const when = this.cursor === null ? null : el("span", {}, "at " + moment(sample.at));
    this.legend.replaceChildren(...entries, when ?? "");
    const now = this.series.map(({ key, name }) => `${name} ${sample ? this.format(sample[key]) : "unknown"}`);
    const time = this.cursor === null ? "now" : "at " + moment(sample.at);
    this.box.setAttribute(
      "aria-label",
      `${this.title} over the last hour: ${time} ${now.join(", ")}; at most ${this.format(most)}. Arrow keys move through it.`);
  }
}

function roundUp(value) {
  if (value <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

// A gap in the samples is a gap in the line.
function line(samples, key, x, y) {
  let path = "";
  samples.forEach((sample, i) => {
    const gap = i === 0 || sample.at - samples[i - 1].at > 30_000;
    path += `${gap ? "M" : "L"}${x(sample.at).toFixed(1)} ${y(sample[key]).toFixed(1)}`;
  });
  return path;
}

function area(samples, key, x, y) {
  const first = x(samples[0].at).toFixed(1);
  const last = x(samples[samples.length - 1].at).toFixed(1);
  const floor = y(0).toFixed(1);
  return `M${first} ${floor}` + line(samples, key, x, y).replaceAll("M", "L") + `L${last} ${floor}Z`;
}
