import type { Simulator } from "../kernel/types.ts";

/** What the control door can do, as it tells it itself. */
export type Help = { provider: string; paths: { request: string; does: string; body?: unknown }[] };

export function help({ provider, extras }: Pick<Simulator, "provider" | "extras">): Help {
  const ofProvider = Object.entries(extras).map(([name, { does, example }]) => ({
    request: `POST /_simulator/extras/${name}`,
    does,
    body: example,
  }));
  return { provider, paths: [...paths, ...ofProvider] };
}

const paths: Help["paths"] = [
  { request: "GET /_simulator", does: "This page." },
  {
    request: "POST /_simulator/streams/{id}/connect",
    does: "The encoder connects and sends.",
    body: { protocol: "rtmp | srt, optional" },
  },
  { request: "POST /_simulator/streams/{id}/drop", does: "The encoder is gone without a goodbye." },
  { request: "POST /_simulator/streams/{id}/resume", does: "The encoder is back." },
  { request: "POST /_simulator/streams/{id}/end", does: "The encoder says goodbye, and every wait is over." },
  {
    request: "POST /_simulator/streams/{id}/targets/{targetId}/break",
    does: "The destination refuses from now on.",
    body: { how: "temporary (default) | permanent" },
  },
  { request: "POST /_simulator/streams/{id}/targets/{targetId}/heal", does: "The destination accepts again." },
  {
    request: "POST /_simulator/faults",
    does: "Plans a fault. Kinds: answer, answer_after_commit, hang, truncate, delay.",
    body: { method: "POST", path: "/a/*/b", skip: 0, times: 1, fault: { kind: "answer", status: 500 } },
  },
  { request: "GET /_simulator/faults", does: "The faults that have hits left." },
  { request: "DELETE /_simulator/faults", does: "No more faults." },
  {
    request: "PUT /_simulator/webhooks/weather",
    does: "What happens to webhooks on their way; what is left out is calm.",
    body: { delayMs: 0, copies: 1, reverse: 1, loseEvery: 0 },
  },
  { request: "GET /_simulator/webhooks/deliveries", does: "The last 1000 attempts, as they went over the wire." },
  { request: "GET /_simulator/requests", does: "The last 10000 requests, without headers and bodies, secrets masked." },
  { request: "GET /_simulator/clock", does: "What time it is." },
  { request: "POST /_simulator/clock/advance", does: "Moves a manual clock.", body: { ms: 60_000 } },
  { request: "POST /_simulator/reset", does: "Forgets everything but the settings." },
];
