// What can be asked of the daemon. Whether it can be asked now, the status says; each is confirmed.

const DURATION = { pattern: "\\d+ ?[smhd]", placeholder: "such as 90s, 30m, 4h or 2d", title: "a number and s, m, h or d" };

const ACTIONS = {
  pause: {
    title: "Pause",
    about: "Finish what is in flight, write no more, let the source keep its log.",
    path: "/pause",
    fields: [
      { name: "maxDuration", label: "Resume by itself after (optional)", ...DURATION },
      { name: "reason", label: "Reason, for others to read (optional)" },
    ],
    detail: "It holds over a restart of the daemon.",
    done: "The pause is ordered.",
  },
  resume: { title: "Resume", about: "Go on from the checkpoint.", path: "/resume", done: "It goes on." },
  throttle: {
    title: "Throttle",
    about: "Bound what is written per second.",
    path: "/throttle",
    fields: [{ name: "writeUnitsPerSecond", label: "Write units per second, 0 for no bound", type: "number", min: 0, value: 0, required: true }],
    detail: "It holds over a restart of the daemon.",
    done: "The write budget is set.",
  },
  verify: {
    title: "Verify",
    about: "Compare source and target; changes nothing.",
    path: "/verify",
    fields: [{ name: "mode", label: "How much", options: [["sample", "A sample of each item type"], ["counts", "Which items there are"], ["full", "Everything"]] }],
    body: ({ mode }) => ({ mode, sample: mode === "sample" ? { rows: 1000, seed: Math.floor(Math.random() * 2 ** 31) } : undefined }),
    done: "The verification has begun.",
  },
  "verify-cancel": { title: "Stop verifying", about: "It can be resumed from the command line.", path: "/verify/cancel", done: "It is told to stop." },
  "rehearsal-begin": {
    title: "Rehearse",
    about: "Drain, verify quickly, pause: your application may try DynamoDB.",
    path: "/rehearsal",
    body: () => ({ action: "begin" }),
    detail: "What it writes there is found and healed at the end of the rehearsal.",
    done: "The rehearsal has begun.",
  },
  "rehearsal-end": {
    title: "End rehearsal",
    about: "Go on, catch up, heal what the rehearsal touched.",
    path: "/rehearsal",
    body: () => ({ action: "end" }),
    done: "The rehearsal ends.",
  },
  cutover: {
    title: "Cut over",
    about: "Fence the source, drain, verify, and write no more for good.",
    path: "/cutover",
    fields: [
      { name: "dryRun", label: "Only check whether it could begin", type: "checkbox", checked: true },
      { name: "verify", label: "Verify before the last step", options: [["sample", "A sample"], ["full", "Everything"], ["changed-since-last-verify", "What changed since the last verification"]] },
      { name: "sourceIsFenced", label: "The source is read-only already", type: "checkbox" },
      { name: "timeout", label: "Go back by itself after (optional)", ...DURATION },
      { name: "typed", label: "Type the pipeline's name", required: true, typed: true },
    ],
    body: ({ typed, ...order }) => ({ action: "start", ...order }),
    danger: true,
    done: "The cutover has begun.",
    answer: ({ checks, ready }) => checks && `${ready ? "It could begin." : "It could not begin:"} ${checks.filter(({ good }) => !good).map(({ name, found }) => `${name}: ${found}`).join("; ")}`,
  },
  "cutover-abort": {
    title: "Abort cutover",
    about: "Lift the fence and stream on.",
    path: "/cutover",
    body: () => ({ action: "abort" }),
    danger: true,
    done: "The cutover is told to go back.",
  },
  "cutover-switched": {
    title: "Traffic is switched",
    about: "Say so, where the daemon does not know: the cutover is done.",
    path: "/cutover",
    body: () => ({ action: "switched" }),
    danger: true,
    done: "The cutover is done.",
  },
  "cutover-switch-again": {
    title: "Switch again",
    about: "Run the hook that switches traffic once more.",
    path: "/cutover",
    body: () => ({ action: "switch-again" }),
    danger: true,
    done: "The hook runs again.",
  },
  replay: {
    title: "Replay letters",
    about: "Map the rows of dead letters as they are now.",
    path: "/dead-letters/replay",
    body: () => ({}),
    detail: "Up to a hundred, the oldest first. What is still bad stays set aside.",
    done: "The letters are replayed.",
    answer: ({ replayed, open }) => `${many(replayed.length, "letter")} replayed, ${open ? count(open) + " still open" : "none is open any more"}.`,
  },
};

function viewActions(status) {
  const offered = Object.entries(status.actions).filter(([name]) => name in ACTIONS);
  byId("operate").hidden = offered.length === 0;
  show("actions", offered, () => offered.map(([name, reason]) => button(name, ACTIONS[name], reason)));
}

function button(name, action, reason) {
  const about = "about-" + name;
  const made = el("button", { type: "button", id: "do-" + name, "aria-disabled": reason ? "true" : null, "aria-describedby": about }, action.title);
  made.addEventListener("click", () => {
    if (!reason) {
      confirmed(action);
    }
  });
  return el("li", {}, made, el("p", { id: about }, reason ? "Not now: " + reason + "." : action.about));
}

function field({ name, label, type, options, value, typed, ...more }) {
  const id = "field-" + name;
  if (type === "checkbox") {
    return el("label", { class: "check" }, el("input", { id, name, type, ...more }), label);
  }
  const input = options
    ? el("select", { id, name, ...more }, ...options.map(([key, text]) => el("option", { value: key }, text)))
    : el("input", { id, name, type: type ?? "text", value, autocomplete: "off", ...more, ...(typed ? { pattern: byId("pipeline").textContent } : {}) });
  return el("div", {}, el("label", { for: id }, label), input);
}

function filled(action) {
  const body = {};
  for (const { name, type } of action.fields ?? []) {
    const input = byId("field-" + name);
    const value = type === "checkbox" ? input.checked : type === "number" ? input.valueAsNumber : input.value.trim();
    if (value !== "") {
      body[name] = value;
    }
  }
  return action.body ? action.body(body) : body;
}

function confirmed(action) {
  const dialog = byId("ask");
  say("ask-title", action.title);
  say("ask-about", [action.about, action.detail].filter(Boolean).join(" "));
  say("ask-confirm", action.confirm ?? action.title);
  say("ask-error", "");
  byId("ask-confirm").className = action.danger ? "primary danger" : "primary";
  byId("ask-fields").replaceChildren(...(action.fields ?? []).map(field));
  byId("ask-form").onsubmit = async (event) => {
    event.preventDefault();
    byId("ask-confirm").disabled = true;
    try {
      const answer = await ask("POST", action.path, filled(action));
      dialog.close();
      say("done", action.answer?.(answer) || action.done);
    } catch (e) {
      say("ask-error", e instanceof Answered ? [e.message, e.remedy].filter(Boolean).join(": ") : "The daemon did not answer.");
    } finally {
      byId("ask-confirm").disabled = false;
    }
  };
  dialog.showModal();
}

byId("ask-cancel").addEventListener("click", () => byId("ask").close());
