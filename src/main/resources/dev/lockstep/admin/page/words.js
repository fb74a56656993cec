// Numbers as people read them. All that is shown goes through textContent, never through markup.

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });

function count(n) {
  return Math.abs(n) >= 10_000_000 ? compact.format(n) : grouped.format(n);
}

function many(n, noun) {
  return count(n) + " " + noun + (n === 1 ? "" : "s");
}

function rate(n) {
  return n > 0 && n < 10 ? n.toFixed(1) : count(n);
}

function bytes(n) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let at = 0;
  let size = n;
  while (size >= 1024 && at < units.length - 1) {
    size /= 1024;
    at++;
  }
  return (at === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)) + " " + units[at];
}

function duration(seconds) {
  if (seconds < 10) {
    return (seconds === 0 ? "0" : seconds.toFixed(1)) + " s";
  }
  if (seconds < 90) {
    return Math.round(seconds) + " s";
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) {
    return minutes + " min";
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return hours + " h" + (minutes % 60 ? " " + (minutes % 60) + " min" : "");
  }
  return Math.floor(hours / 24) + " d" + (hours % 24 ? " " + (hours % 24) + " h" : "");
}

function clock(millis) {
  return new Date(millis).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function moment(time) {
  const date = new Date(time);
  const today = new Date().toDateString() === date.toDateString();
  const hours = date.toLocaleTimeString("en-GB");
  return today ? hours : date.toLocaleDateString("en-CA") + " " + hours;
}

// A name as words; a long one may break where a word of it begins.
function words(name) {
  const spaced = name.replaceAll("-", " ").replace(/([a-z])([A-Z])/g, "$1\u200b$2");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

// An element of the page: el("p", { class: "hint" }, "text", child, ...).
function el(name, attributes = {}, ...children) {
  const svg = ["svg", "path", "line", "text", "g"].includes(name);
  const made = svg
    ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const byId = (id) => document.getElementById(id);

// Replaces what is in an element, if it is to show something else than it does.
const shown = new Map();
function show(id, data, build) {
  const key = JSON.stringify(data);
  if (shown.get(id) !== key) {
    shown.set(id, key);
    byId(id).replaceChildren(...[build(data)].flat());
  }
}

function say(id, text) {
  if (byId(id).textContent !== text) {
    byId(id).textContent = text;
  }
}

function table(caption, columns, rows) {
  const cell = (kind, value, column) =>
    el(kind, { class: column.number ? "number" : null, scope: kind === "th" ? "col" : null }, value);
  return el(
    "div",
    { class: "scroll" },
    el(
      "table",
      { "aria-label": caption },
      el("thead", {}, el("tr", {}, ...columns.map((column) => cell("th", column.name, column)))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, ...columns.map((column, i) => cell("td", row[i], column)))))));
}
