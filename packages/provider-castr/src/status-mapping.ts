import type { StatusMapping } from "@polycast/core/provider";

const guide = "https://developers.castr.com/docs/send-livestream-to-3rd-party-platforms";

const target = { of: "target", source: "poll" } as const;
const stream = { of: "stream", source: "poll" } as const;

/** What Castr's words mean. A target is only ever `online` or `offline`; the rest is inferred from the stream. */
export const statusMapping: StatusMapping[] = [
  { ...target, native: "enabled: false", state: "disabled" },
  { ...target, native: "online", when: "the stream is `online`", state: "live" },
  {
    ...target,
    native: "online",
    when: "the stream is `offline` or disabled",
    state: "idle",
    note: "a leftover of the session",
  },
  { ...target, native: "offline", when: "the stream is `offline` or disabled", state: "idle" },
  {
    ...target,
    native: "offline",
    when: "the stream is `online` for less than 30 s, or the target is enabled for less than 30 s",
    state: "connecting",
    source: "assumed",
    note: "the grace in which a target may come up",
  },
  {
    ...target,
    native: "offline",
    when: "the stream is `online` and the grace is over",
    state: "retrying",
    reason: "provider_reports_error",
    source: "assumed",
    note: "never `failed`: Castr does not say that it gave up",
  },
  {
    ...target,
    native: "no `broadcasting_status`",
    when: "the stream is `online`, or has no status of its own",
    state: "unknown",
    note: "the answer to a create",
  },
  { ...stream, native: "enabled: false", state: "disabled" },
  { ...stream, native: "online", state: "live" },
  { ...stream, native: "offline", state: "idle" },
  { ...stream, native: "no `broadcasting_status`", state: "unknown", note: "the answer to a create" },
];

/** The pages that the words come from. */
export const statusPages: string[] = [guide];
