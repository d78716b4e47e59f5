import { everythingAllowed } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { never, now, whileIdle } from "./sample-target.test.support.ts";
import {
  acceptedStreamAfter,
  nextStreamStep,
  streamChangesOf,
  streamPendingOf,
  type StreamWishes,
} from "./stream-wishes.ts";

const base = everythingAllowed();
const rigid = { ...base, stream: { ...base.stream, disable: whileIdle, delete: whileIdle } };

function wishes(differences: Partial<StreamWishes> = {}): StreamWishes & { now: number } {
  const wanted = { gone: false, name: "Show", enabled: true, changedAt: now };
  const accepted = { name: "Show", enabled: true };
  return { wanted, accepted, table: rigid, streamState: "live", now, ...differences };
}

const { wanted } = wishes();
const off = { ...wanted, name: "News", enabled: false };
const gone = { ...off, gone: true };

test("as wanted there is nothing to do", () => {
  expect(nextStreamStep(wishes())).toEqual({ do: "nothing" });
  expect(streamPendingOf(wishes())).toBeUndefined();
});

test("what can be sent is sent, the rest waits for the stream to be idle", () => {
  const both = wishes({ wanted: off });
  expect(nextStreamStep(both)).toEqual({ do: "update", patch: ["name"] });
  expect(streamPendingOf(both)).toMatchObject({ changes: ["update", "disable"], applies: "stream_idle" });
  const accepted = acceptedStreamAfter(["name"], off, both.accepted);
  expect(accepted).toEqual({ name: "News", enabled: true });
  const rest = wishes({ wanted: off, accepted });
  expect(nextStreamStep(rest)).toEqual({ do: "wait", applies: "stream_idle" });
  expect(nextStreamStep({ ...rest, streamState: "unknown" })).toEqual({ do: "look" });
  expect(nextStreamStep({ ...rest, streamState: "idle" })).toEqual({ do: "update", patch: ["enabled"] });
  expect(acceptedStreamAfter(["enabled"], off, accepted)).toEqual({ name: "News", enabled: false });
});

test("one that is to be gone is deleted, whatever else was wanted", () => {
  expect(streamChangesOf(gone, wishes().accepted, rigid)).toEqual(["delete"]);
  expect(nextStreamStep(wishes({ wanted: gone }))).toEqual({ do: "wait", applies: "stream_idle" });
  expect(nextStreamStep(wishes({ wanted: gone, streamState: "idle" }))).toEqual({ do: "delete" });
});

test("a name that the provider does not keep is the gateway's", () => {
  const table = { ...base, stores: { stream: [], target: [] } };
  expect(streamChangesOf({ ...wanted, name: "News" }, wishes().accepted, table)).toEqual([]);
});

test("a failure has its time, a doubt is looked into, a refusal is told", () => {
  const error = { code: "rate_limited" as const, message: "slow down", retryable: true };
  const work = { since: now - 1, attempts: 1, nextAttemptAt: now + 1, error };
  const renamed = { ...wanted, name: "News" };
  expect(nextStreamStep(wishes({ wanted: renamed, work }))).toEqual({ do: "retry-later", at: now + 1 });
  expect(streamPendingOf(wishes({ wanted: renamed, work }))).toEqual({
    changes: ["update"],
    applies: "now",
    since: new Date(now - 1).toISOString(),
    error: { ...error, nextAttemptAt: new Date(now + 1).toISOString() },
  });
  const doubtful = wishes({ work: { since: now, attempts: 0, inDoubt: "update" } });
  expect(nextStreamStep(doubtful)).toEqual({ do: "look" });
  expect(streamPendingOf(doubtful)?.changes).toEqual(["update"]);
  const table = { ...base, stream: { ...base.stream, disable: never } };
  const refused = wishes({ table, wanted: { ...wanted, enabled: false } });
  expect(nextStreamStep(refused)).toMatchObject({ do: "refused", error: { code: "unsupported" } });
});
