import type { Stream } from "@polycast/core";
import { applyObservation, beginKnown } from "@polycast/core/host";
import { type Observation, Secret } from "@polycast/core/provider";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { translateWebhook } from "./translate.ts";

const start = 1_700_000_000_000;
const status = { state: "idle", source: "api" } as const;
const destination = { redacted: true, protocol: "rtmps", host: "live.example" } as const;
const about = { provider: "livepeer", enabled: true, status, notices: [] };
const target = { ...about, id: "t1", streamId: "s1", name: "yt", destination, rendition: "source" };
const stream: Stream = { ...about, id: "s1", name: "Show", targets: [target] };

/** What a webhook says that was emitted so many seconds after the start. An attempt carries a new `timestamp`. */
function said(event: string, second: number, isActive = true): Observation[] {
  const createdAt = start + second * 1_000;
  const snapshot = { id: "s1", isActive, multistream: { targets: [{ id: "t1", profile: "source" }] } };
  const payload = event.startsWith("multistream.")
    ? { target: { id: "t1", name: "yt", profile: "source" } }
    : undefined;
  const body = {
    id: `e${second}`,
    webhookId: "w1",
    createdAt,
    timestamp: createdAt + 5_000,
    event,
    stream: snapshot,
    payload,
  };
  const occurredAt = new Date(createdAt).toISOString();
  const webhook = { eventId: `e${second}:w1`, type: event, occurredAt, payload: new Secret<unknown>(body) };
  return translateWebhook(webhook).observations.filter((one): one is Observation => "streamId" in one);
}

function after(webhooks: readonly Observation[][]): (string | undefined)[] {
  let known = beginKnown(stream);
  for (const one of webhooks.flat()) known = applyObservation(known, one, one.occurredAt).known;
  return [known.stream.status.state, known.stream.targets?.[0]?.status.state];
}

test("an error and a success that were swapped by retries count by when they were emitted", () => {
  const started = said("stream.started", 0);
  const [error, connected] = [said("multistream.error", 20), said("multistream.connected", 150)];
  expect(after([started, connected, error])).toEqual(["live", "live"]);
  expect(after([connected, error, started])).toEqual(["live", "live"]);
});

test("the end takes the target along, although no word of it comes, and whatever comes late", () => {
  const session = [said("stream.started", 0), said("multistream.connected", 7), said("stream.idle", 60, false)];
  expect(after(session)).toEqual(["idle", "idle"]);
  expect(after(session.toReversed())).toEqual(["idle", "idle"]);
});

test("two sessions in any order, with any number of copies, end as the second one does", () => {
  const webhooks = [
    said("stream.started", 0),
    said("multistream.connected", 7),
    said("multistream.error", 30),
    said("stream.idle", 60, false),
    said("stream.started", 90),
    said("multistream.error", 120),
    said("multistream.connected", 150),
  ];
  fc.assert(
    fc.property(
      fc.shuffledSubarray(webhooks, { minLength: webhooks.length }),
      fc.shuffledSubarray([...webhooks, ...webhooks]),
      (once, again) => {
        expect(after([...once, ...again])).toEqual(["live", "live"]);
      },
    ),
  );
});
