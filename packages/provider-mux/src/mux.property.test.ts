import { applyObservation, beginKnown } from "@polycast/core/host";
import { type Observation, sameDestination, Secret, type Stream } from "@polycast/core/provider";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readDestination, redactFields, toDestinationFields } from "./destination-fields.ts";
import { toStream } from "./map-stream.ts";
import { readTargetPassthrough, targetPassthrough } from "./marks.ts";
import { wireStream } from "./test-support/fixtures.ts";
import { translateWebhook } from "./webhooks/translate.ts";

const printable = fc.string({
  unit: fc.constantFrom(...Array.from("abcXYZ019-_.~?&=%+/:#!,@ ü")),
  minLength: 1,
  maxLength: 60,
});
/** Inputs are trimmed before an adapter sees them; slashes where application and key meet are nobody's. */
const core = printable.map((text) => text.replaceAll(/^[\s/]+|\s+$/gu, "")).filter((text) => text !== "");
const key = fc.tuple(fc.constantFrom("", "/", "//"), core).map(([slashes, text]) => slashes + text);

test("an RTMP key comes back byte by byte", () => {
  fc.assert(
    fc.property(fc.constantFrom("rtmp", "rtmps"), key, (scheme, streamKey) => {
      const destination = { url: `${scheme === "rtmp" ? "rtmp" : "rtmps"}://live.example.com/app`, streamKey } as const;
      const fields = toDestinationFields(destination);
      expect(fields.stream_key).toBe(streamKey.replace(/^\/+/u, ""));
      const read = readDestination(fields);
      expect(read && sameDestination(read, destination)).toBe(true);
    }),
  );
});

test("SRT parameters survive the connection string, and none is shown", () => {
  const passphrase = fc.string({ unit: fc.constantFrom(...Array.from("abc %&=?#+")), minLength: 10, maxLength: 40 });
  fc.assert(
    fc.property(printable, passphrase, (streamId, secret) => {
      const destination = { url: "srt://srt.example.com:9000", streamId, passphrase: secret } as const;
      const fields = toDestinationFields(destination);
      const read = readDestination(fields);
      expect(read && sameDestination(read, destination)).toBe(true);
      expect(redactFields(fields)).toMatchObject({ protocol: "srt", host: "srt.example.com:9000" });
      expect(JSON.stringify(redactFields(fields))).not.toContain(JSON.stringify(secret).slice(1, -1));
    }),
  );
});

test("a name comes back from its mark", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (name) => {
      expect(readTargetPassthrough(targetPassthrough({ name }))).toEqual({ name });
    }),
  );
});

const words = [
  "connected",
  "recording",
  "active",
  "disconnected",
  "idle",
  "disabled",
  "simulcast_target.starting",
  "simulcast_target.broadcasting",
  "simulcast_target.errored",
  "simulcast_target.idle",
];
const events = fc.uniqueArray(fc.record({ word: fc.constantFrom(...words), second: fc.integer({ min: 0, max: 5 }) }), {
  maxLength: 12,
  selector: ({ word, second }) => `${word} ${second}`,
});

test("events in any order and number lead to one state, also where their times are rounded to seconds", () => {
  const orders = events.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(orders, ([all, some, disordered]) => {
      expect(statesAfter([...some, ...disordered, ...some])).toEqual(statesAfter(all));
    }),
  );
});

function statesAfter(happened: { word: string; second: number }[]): unknown {
  const stream: Stream = toStream({ data: wireStream, receivedAt: Date.UTC(2020, 0, 1) });
  let known = beginKnown(stream);
  for (const observation of happened.flatMap(observe))
    known = applyObservation(known, observation, observation.occurredAt).known;
  return [known.stream.status, known.stream.targets?.map(({ status }) => status)];
}

function observe({ word, second }: { word: string; second: number }): Observation[] {
  const [target] = wireStream.simulcast_targets ?? [];
  const data = word.startsWith("simulcast") ? { ...target, live_stream_id: wireStream.id } : wireStream;
  const occurredAt = `2026-01-02T03:04:0${second}.000000Z`;
  const webhook = { eventId: "e", type: `video.live_stream.${word}`, occurredAt, payload: new Secret({ data }) };
  return translateWebhook(webhook).observations.filter((each): each is Observation => "streamId" in each);
}
