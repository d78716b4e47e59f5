import { Secret } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { translateWebhook } from "./translate.ts";

const createdAt = 1_700_000_000_000;
const at = "2023-11-14T22:13:20.000Z";
const stream = { id: "s1", isActive: true, multistream: { targets: [{ id: "t1" }, { id: "t2" }, { id: "t1" }] } };
const payload = { target: { id: "t1", name: "yt", profile: "source" } };
const envelope = { id: "e1", webhookId: "w1", createdAt, timestamp: createdAt + 123 };

const told = (event: string, body: object = {}) =>
  translateWebhook({
    eventId: "e1:w1",
    type: event,
    occurredAt: at,
    payload: new Secret({ ...envelope, event, stream, ...body }),
  });

describe("an event of a target (studio#621, #789: a failure is told as retrying, for it says no cause)", () => {
  test.each([
    ["multistream.connected", "live", undefined],
    ["multistream.error", "retrying", "provider_reports_error"],
    ["multistream.disconnected", "disabled", undefined],
  ])("%s: %s", (event, state, reason) => {
    const { observations } = told(event, { payload });
    expect(observations).toEqual([
      expect.objectContaining({
        kind: "target",
        streamId: "s1",
        targetId: "t1",
        sequence: createdAt * 1000,
        occurredAt: at,
        status: expect.objectContaining({ state, native: event, source: "webhook", since: at }),
      }),
    ]);
    const [observation] = observations;
    const code = observation?.kind === "target" ? observation.status.reason?.code : "no target";
    expect(code).toBe(reason);
  });

  test("disconnected may mean two things: the stream is read again", () => {
    expect(told("multistream.disconnected", { payload }).readAgain).toEqual({ streamId: "s1" });
    const ended = told("multistream.disconnected", { payload, stream: { ...stream, isActive: false } });
    expect(ended.observations).toMatchObject([{ status: { state: "idle" } }]);
    expect(told("multistream.connected", { payload }).readAgain).toBeUndefined();
  });
});

describe("an event of a stream", () => {
  test("started: live, and its targets are assumed to be connecting", () => {
    const { observations, readAgain } = told("stream.started");
    expect(observations).toMatchObject([
      { kind: "stream", status: { state: "live", source: "webhook" } },
      { kind: "target", targetId: "t1", status: { state: "connecting", source: "assumed" } },
      { kind: "target", targetId: "t2", status: { state: "connecting", source: "assumed" } },
    ]);
    expect(observations[0]).not.toHaveProperty("ended");
    for (const observation of observations) expect(observation).toMatchObject({ id: "e1", sequence: createdAt * 1000 });
    // Which targets are switched off is not in the snapshot.
    expect(readAgain).toEqual({ streamId: "s1" });
  });

  test("started: what nobody says of a target within 3 minutes is not known", () => {
    const lapses = { at: "2023-11-14T22:16:20.000Z", status: { state: "unknown", source: "assumed" } };
    expect(told("stream.started").observations.slice(1)).toMatchObject([{ lapses }, { lapses }]);
    const others = [...told("stream.idle").observations, ...told("multistream.connected", { payload }).observations];
    for (const observation of others) expect(observation).not.toHaveProperty("lapses");
  });

  test("idle ends the session, and every target is idle although nothing is sent for them", () => {
    const { observations, readAgain } = told("stream.idle", { stream: { ...stream, isActive: false } });
    expect(observations).toMatchObject([
      { kind: "stream", status: { state: "idle" }, ended: true },
      { kind: "target", targetId: "t1", status: { state: "idle", native: "stream.idle" } },
      { kind: "target", targetId: "t2", status: { state: "idle", native: "stream.idle" } },
    ]);
    expect(readAgain).toEqual({ streamId: "s1" });
  });

  test("idle of a suspended stream leaves it disabled", () => {
    const { observations } = told("stream.idle", { stream: { ...stream, suspended: true } });
    expect(observations[0]).toMatchObject({ kind: "stream", status: { state: "disabled" }, ended: true });
  });

  test("of a single session is told of its stream", () => {
    const { observations } = told("stream.started", { stream: { id: "session-1", parentId: "s1" } });
    expect(observations).toMatchObject([{ kind: "stream", streamId: "s1" }]);
  });
});

describe("nothing is said by", () => {
  test.each([
    "stream.detection",
    "recording.ready",
    "recording.started",
    "recording.waiting",
    "playback.user.new",
    "asset.ready",
    "task.failed",
    "something.new",
  ])("%s", (event) => {
    expect(told(event, { payload })).toEqual({ observations: [] });
  });

  test.each([
    ["an event of a target that names none", { payload: {} }],
    ["one without a stream", { payload, stream: undefined }],
    ["one whose stream has no id", { payload, stream: { name: "x" } }],
    ["one without a time", { payload, createdAt: "now" }],
    ["one with a time that is none", { payload, createdAt: 1e300 }],
  ])("%s", (_name, body) => {
    expect(told("multistream.connected", body)).toEqual({ observations: [] });
  });

  test.each([null, undefined, 5, "text", [], [null]])("the body %j", (body) => {
    const webhook = { eventId: "e", type: "stream.idle", occurredAt: at, payload: new Secret<unknown>(body) };
    expect(translateWebhook(webhook)).toEqual({ observations: [] });
  });
});

describe("one target in several renditions", () => {
  const both = {
    ...stream,
    multistream: {
      targets: [
        { id: "t1", profile: "source" },
        { id: "t1", profile: "720p0" },
      ],
    },
  };
  const of = (profile: string | undefined, snapshot: object = both, event = "multistream.error") =>
    told(event, { stream: snapshot, payload: { target: { id: "t1", name: "yt", profile } } });

  test("is told by the events of the rendition that is shown: the first", () => {
    expect(of("source").observations).toHaveLength(1);
    expect(of("720p0")).toEqual({ observations: [] });
  });

  test("is not switched off by the end of the push in a rendition that it had before", () => {
    const moved = { ...stream, multistream: { targets: [{ id: "t1", profile: "720p0" }] } };
    expect(of("source", moved, "multistream.disconnected")).toEqual({ observations: [] });
    expect(of("720p0", moved, "multistream.connected").observations).toMatchObject([{ status: { state: "live" } }]);
  });

  test("counts where the event or the snapshot does not name a rendition", () => {
    expect(of(undefined).observations).toHaveLength(1);
    expect(of("source", stream).observations).toHaveLength(1);
    expect(of("source", { id: "s1" }).observations).toHaveLength(1);
  });
});
