// What can be asked of the daemon. Whether it can be asked now, the status says; each is confirmed.

const ACTIONS = {
  throttle: {
    title: "Throttle",
    about: "Bound what is written per second.",
    path: "/throttle",
    fields: [{ name: "writeUnitsPerSecond", label: "Write units per second, 0 for no bound", type: "number", min: 0, value: 0, required: true }],
    detail: "It holds until it is changed, for the next daemon too.",
    done: "The write budget is set.",
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

function field({ name, label, type, options, value, ...more }) {
  const id = "field-" + name;
  if (type === "checkbox") {
    return el("label", { class: "check" }, el("input", { id, name, type, ...more }), label);
  }
  const input = options
    ? el("select", { id, name, ...more }, ...options.map(([key, text]) => el("option", { value: key }, text)))
    : el("input", { id, name, type: type ?? "text", value, autocomplete: "off", ...more });
  return el("div", {}, el("label", { for: id }, label), input);
}

function filled(action) {
  const body = {};
  for (const { name, type, sent = true } of action.fields ?? []) {
    const input = byId("field-" + name);
    const value = type === "checkbox" ? input.checked : type === "number" ? input.valueAsNumber : input.value.trim();
    if (sent && value !== "") {
      body[name] = value;
    }
  }
  return { ...action.body, ...body };
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
      await ask("POST", action.path, filled(action));
      dialog.close();
      say("done", action.done);
    } catch (e) {
      say("ask-error", e instanceof Answered ? [e.message, e.remedy].filter(Boolean).join(": ") : "The daemon did not answer.");
    } finally {
      byId("ask-confirm").disabled = false;
    }
  };
  dialog.showModal();
}

byId("ask-cancel").addEventListener("click", () => byId("ask").close());
