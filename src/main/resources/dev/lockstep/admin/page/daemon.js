// The daemon: asked with the token, which this tab alone remembers, and followed event by event.
// (EventSource can send no header; so the stream is read with fetch.)

const TOKEN = "lockstep-token";

class Refused extends Error {}

class Answered extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "the daemon refused");
    this.remedy = problem.remedy;
  }
}

function headers(more) {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { ...more, Authorization: "Bearer " + token } : more;
}

async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: headers(body === undefined ? {} : { "Content-Type": "application/json" }),
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status === 401) {
    throw new Refused();
  }
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Answered(json);
  }
  return json;
}

async function follow(handlers) {
  const stop = new AbortController();
  const answer = await fetch("/events", { headers: headers({ Accept: "text/event-stream" }), signal: stop.signal });
  if (answer.status === 401) {
    throw new Refused();
  }
  if (!answer.ok) {
    throw new Answered(await answer.json().catch(() => ({})));
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    // A stream that says nothing for long is a broken one: events come every second.
    const silence = setTimeout(() => stop.abort(), 10_000);
    const { value, done } = await reader.read().finally(() => clearTimeout(silence));
    if (done) {
      return;
    }
    const messages = (rest + value).split("\n\n");
    rest = messages.pop();
    for (const message of messages) {
      const [, event, data] = message.match(/^event: (.*)\ndata: (.*)$/);
      handlers[event]?.(JSON.parse(data));
    }
  }
}
