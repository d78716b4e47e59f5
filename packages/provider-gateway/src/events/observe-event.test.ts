import { describe, expect, test } from "vitest";
import { streamEvent, targetEvent } from "../test-support/samples.ts";
import { observeEvent } from "./observe-event.ts";

/** The later of the sample's two times, in microseconds. */
const AT = Date.parse("2026-03-01T12:00:00.250Z") * 1_000;
const place = { id: "evt_1", rank: 7, sequence: AT, occurredAt: "2026-03-01T12:00:00.000Z", streamId: "str_1" };

test("a state of a target loses nothing on the way", () => {
  const status = {
    state: "retrying",
    since: "2026-03-01T11:59:00Z",
    observedAt: "2026-03-01T12:00:00Z",
    source: "relay",
    reason: { code: "refused", message: "The destination refuses." },
    attempt: 4,
    nextAttemptAt: "2026-03-01T12:00:05Z",
    bytesSent: 12,
  };
  expect(observeEvent(targetEvent("retrying", {}, { status }))).toEqual({
    ...place,
    kind: "target",
    targetId: "tgt_1",
    sessionId: "ses_1",
    status,
  });
});

test("a state of a stream has its session, and its end", () => {
  const session = { id: "ses_1", startedAt: "2026-03-01T11:00:00Z" };
  expect(observeEvent(streamEvent("live", {}, { session }))).toMatchObject({ ...place, kind: "stream", session });
  const idle = { state: "idle", source: "webhook" };
  expect(observeEvent(streamEvent("ended", {}, { status: idle }))).toMatchObject({
    kind: "stream",
    ended: true,
    status: idle,
  });
  expect(observeEvent(streamEvent("idle", {}, { status: idle }))).not.toHaveProperty("ended");
});

test("a hint changes no state; without a notice it says that nobody can tell", () => {
  const notice = { code: "keyframe_interval_too_long", message: "Send keyframes more often." };
  const { data } = streamEvent("warning");
  expect(observeEvent(streamEvent("warning", { data: { ...data, notice } }))).toMatchObject({
    kind: "warning",
    notice,
  });
  const unknown = { state: "unknown", source: "assumed" };
  expect(observeEvent(streamEvent("warning", {}, { status: unknown }))).toMatchObject({
    kind: "stream",
    status: unknown,
  });
  const target = targetEvent("warning");
  const withNotice = { ...target, data: { ...target.data, notice } };
  expect(observeEvent(withNotice)).toMatchObject({ kind: "warning", targetId: "tgt_1", notice });
});

test("what has been made is seen; what is only wished, or of no known type, says nothing of a state", () => {
  expect(observeEvent(streamEvent("created"))).toMatchObject({ kind: "stream", streamId: "str_1" });
  expect(observeEvent(targetEvent("created"))).toMatchObject({ kind: "target", targetId: "tgt_1" });
  for (const event of [
    targetEvent("updated"),
    targetEvent("deleted"),
    targetEvent("change_pending"),
    targetEvent("teleported"),
    targetEvent("warning"),
    streamEvent("updated"),
    streamEvent("deleted"),
    { ...streamEvent("live"), type: "webhook_endpoint.disabled" },
    { ...streamEvent("live"), type: "live" },
  ]) {
    expect(observeEvent(event)).toBeUndefined();
  }
});

describe("what is no event says nothing", () => {
  test.each([undefined, null, 7, "text", [], {}, { type: 5 }, { type: "target.live", data: null }])("%o", (payload) => {
    expect(observeEvent(payload)).toBeUndefined();
  });
});

test("a provider's clock that is ahead does not put an event behind the state that it tells", () => {
  const occurredAt = "2026-03-01T12:00:09.000Z";
  expect(observeEvent(targetEvent("live", { occurredAt }))?.sequence).toBe(Date.parse(occurredAt) * 1_000);
});
