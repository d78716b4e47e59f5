import { applyObservation, beginKnown } from "@polycast/core/host";
import { Secret, type Translation, type VerifiedWebhook } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { translateWebhook } from "./translate.ts";

const occurredAt = "2026-01-02T03:04:05.678901Z";
const micros = Date.parse("2026-01-02T03:04:05Z") * 1_000 + 678_901;
const target = {
  id: "T1",
  status: "idle",
  url: "rtmp://live.example.com/app",
  stream_key: "key-canary",
  passthrough: "dest-1",
  live_stream_id: "LS1",
};
const stream = { id: "LS1", status: "active", stream_key: "key-canary", created_at: 1_585_085_671 };

function translate(type: string, data: unknown, at = occurredAt): Translation {
  const payload: unknown = { type, id: "e", created_at: at, object: { type: "live", id: "x" }, data };
  const webhook: VerifiedWebhook = { eventId: "e", type, occurredAt: at, payload: new Secret(payload) };
  return translateWebhook(webhook);
}
const ofTarget = (happened: string, data: object = {}): Translation =>
  translate(`video.live_stream.simulcast_target.${happened}`, { ...target, ...data });
const ofStream = (happened: string, data: object = {}): Translation =>
  translate(`video.live_stream.${happened}`, { ...stream, ...data });

describe("targets: seven types", () => {
  test.each([
    ["idle", {}, "idle"],
    ["starting", { status: "starting" }, "connecting"],
    ["broadcasting", { status: "broadcasting" }, "live"],
    ["errored", { status: "errored", error_severity: "normal" }, "retrying"],
    ["errored", { status: "errored", error_severity: "fatal" }, "failed"],
  ])("%s %j", (happened, data, state) => {
    const { observations, readAgain } = ofTarget(happened, data);
    expect(readAgain).toBeUndefined();
    expect(observations).toMatchObject([
      {
        kind: "target",
        streamId: "LS1",
        targetId: "T1",
        occurredAt,
        status: { state, native: happened, source: "webhook", since: occurredAt },
      },
    ]);
    expect(JSON.stringify(observations)).not.toContain("key-canary");
  });

  test("created: idle, and the stream is to be read again", () => {
    expect(ofTarget("created", { status: "deleted" })).toMatchObject({
      observations: [{ status: { state: "idle" } }],
      readAgain: { streamId: "LS1" },
    });
  });

  test("updated: its status without a beginning, and the stream is to be read again", () => {
    const { observations, readAgain } = ofTarget("updated", { status: "broadcasting" });
    expect(observations).toMatchObject([{ status: { state: "live" } }]);
    expect(observations[0]).not.toHaveProperty("status.since");
    expect(readAgain).toEqual({ streamId: "LS1" });
    expect(ofTarget("updated", { status: undefined })).toEqual({ observations: [], readAgain: { streamId: "LS1" } });
  });

  test("deleted: no state, the stream is to be read again", () => {
    expect(ofTarget("deleted", { status: "deleted" })).toEqual({ observations: [], readAgain: { streamId: "LS1" } });
  });
});

describe("streams: eleven types", () => {
  test.each([
    ["connected", "live"],
    ["recording", "live"],
    ["active", "live"],
    ["disconnected", "reconnecting"],
    ["idle", "idle"],
    ["enabled", "idle"],
    ["disabled", "disabled"],
  ])("%s", (happened, state) => {
    const type = `video.live_stream.${happened}`;
    const { observations } = ofStream(happened);
    expect(observations).toMatchObject([
      { kind: "stream", streamId: "LS1", status: { state, native: type, source: "webhook" } },
    ]);
    expect(observations[0]).not.toHaveProperty("session");
  });

  test("only idle ends the session", () => {
    const ending = ["connected", "recording", "active", "disconnected", "idle", "enabled", "disabled"].filter(
      (happened) => ofStream(happened).observations.some((observation) => "ended" in observation && observation.ended),
    );
    expect(ending).toEqual(["idle"]);
  });

  test("what changes more than a state is to be read again", () => {
    const reading = [
      "created",
      "connected",
      "recording",
      "active",
      "disconnected",
      "idle",
      "updated",
      "enabled",
      "disabled",
      "deleted",
      "warning",
    ].filter((happened) => ofStream(happened).readAgain?.streamId === "LS1");
    expect(reading).toEqual(["created", "updated", "enabled", "disabled", "deleted"]);
    for (const happened of ["created", "updated", "deleted"]) expect(ofStream(happened).observations).toEqual([]);
  });

  test("warning: a hint with Mux's code and words, without the key, and no state", () => {
    const warning = {
      type: "custom_slate_unavailable",
      message: `no\nslate for key-canary at rtmp://h/app/key-canary ${"x".repeat(600)}`,
    };
    const { observations, readAgain } = ofStream("warning", { warning });
    expect(readAgain).toBeUndefined();
    expect(observations).toMatchObject([
      { kind: "warning", streamId: "LS1", notice: { code: "custom_slate_unavailable" } },
    ]);
    const notice = observations.flatMap((each) => (each.kind === "warning" ? [each.notice] : []))[0] ?? { message: "" };
    expect(notice.message).not.toContain("key-canary");
    expect(notice.message).not.toContain("\n");
    expect(notice.message.length).toBeLessThanOrEqual(500);
    expect(ofStream("warning").observations).toMatchObject([
      { notice: { code: "warning", message: expect.any(String) } },
    ]);
  });
});

const sequence = (type: string, at: string): number =>
  translate(type, type.includes("target") ? target : stream, at).observations[0]?.sequence ?? 0;

/** The state of the stream, or of its target, after events of one moment. */
function stateAfter(types: readonly string[]): string | undefined {
  const at = "2020-03-24T21:37:59.000000Z";
  const status = { state: "unknown", source: "assumed" } as const;
  const common = { provider: "mux", name: "n", enabled: true, status, notices: [] };
  const destination = { redacted: true, protocol: "rtmp", host: "h" } as const;
  const targets = [{ ...common, id: "T1", streamId: "LS1", destination, rendition: "source" }];
  let known = beginKnown({ ...common, id: "LS1", targets });
  for (const type of types) {
    const data = type.includes("target") ? { ...target, error_severity: "normal" } : stream;
    for (const observation of translate(`video.live_stream.${type}`, data, at).observations) {
      if ("streamId" in observation) known = applyObservation(known, observation, at).known;
    }
  }
  return (types[0]?.includes("target") ? known.stream.targets?.[0] : known.stream)?.status.state;
}

describe("order", () => {
  test("microseconds count, and each event has its id", () => {
    expect(sequence("video.live_stream.connected", occurredAt)).toBe(micros);
    expect(ofStream("connected").observations[0]?.id).toBe("e");
    const [a, b] = ["2026-01-02T03:04:05.678100Z", "2026-01-02T03:04:05.678900Z"];
    expect(sequence("video.live_stream.connected", b)).toBeGreaterThan(sequence("video.live_stream.idle", a));
    expect(sequence("video.live_stream.connected", "2026-01-02T03:04:06+00:00")).toBeGreaterThan(micros);
    const [short, long] = ["2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.500000Z"];
    expect(sequence("video.live_stream.idle", short)).toBe(sequence("video.live_stream.idle", long));
  });

  test.each([
    [
      ["enabled", "idle"],
      ["connected", "live"],
      ["recording", "live"],
      ["active", "live"],
      ["disconnected", "reconnecting"],
      ["idle", "idle"],
      ["disabled", "disabled"],
    ],
    [
      ["simulcast_target.created", "idle"],
      ["simulcast_target.starting", "connecting"],
      ["simulcast_target.broadcasting", "live"],
      ["simulcast_target.errored", "retrying"],
      ["simulcast_target.idle", "idle"],
    ],
  ] as [type: string, state: string][][])(
    "of one moment, what follows is later: events were seen that are rounded to seconds",
    (...happened) => {
      for (const [index, [type, state]] of happened.entries()) {
        const before = happened.slice(0, index).map(([type]) => type);
        expect(stateAfter([...before, type])).toBe(state);
        expect(stateAfter([type, ...before])).toBe(state);
      }
    },
  );
});

describe("never throws", () => {
  const types = ["video.live_stream.simulcast_target.errored", "video.live_stream.idle", "video.live_stream.warning"];
  const bodies = [undefined, null, 5, "text", [], {}, { id: 5 }, { id: "" }];
  test.each(types.flatMap((type) => bodies.map((data) => [type, data] as const)))("%s with data %j", (type, data) => {
    expect(translate(type, data)).toEqual({ observations: [] });
  });

  test.each([
    "",
    "video.asset.ready",
    "video.live_stream.",
    "video.live_stream.new.idle",
    "video.live_stream.simulcast_target.paused",
    "video.live_stream.simulcast_target.new.idle",
  ])("the unknown type %j says nothing", (type) => {
    expect(translate(type, { ...target, ...stream })).toEqual({ observations: [] });
  });

  test("odd fields beside the ones that are needed change nothing", () => {
    expect(ofTarget("idle", { live_stream_id: 5, error_severity: null }).observations).toHaveLength(1);
  });
});
