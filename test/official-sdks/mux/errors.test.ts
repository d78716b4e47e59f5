import Mux from "@mux/mux-node";
import { documentedMuxRateLimits, manualClock } from "@polycast/simulators";
import { expect, test } from "vitest";
import { openMux } from "./open-mux.ts";

const TARGET = { url: "rtmp://live.example.com/app", stream_key: "secret-key" };

/** What the promises were rejected with. */
async function errorsOf(promises: readonly PromiseLike<unknown>[]): Promise<unknown[]> {
  const results = await Promise.allSettled(promises);
  return results.map((result) => (result.status === "rejected" ? result.reason : "no error"));
}

async function errorOf(promise: PromiseLike<unknown>): Promise<unknown> {
  const [error] = await errorsOf([promise]);
  return error;
}

/** Mux's body of a refusal of what was asked for. */
const refusal = { error: { type: "invalid_parameters", messages: [expect.any(String)] } };

test("401: wrong credentials", async () => {
  await using opened = await openMux();
  const error = await errorOf(opened.client({ tokenSecret: "wrong" }).system.utilities.whoami());
  expect(error).toBeInstanceOf(Mux.AuthenticationError);
  expect(error).toMatchObject({
    status: 401,
    error: { error: { type: "unauthorized", messages: ["Unauthorized request"] } },
  });
});

test("404: streams, targets and playback ids that are not there", async () => {
  await using opened = await openMux();
  const { liveStreams } = opened.mux.video;
  const { id } = await liveStreams.create({});
  const errors = await errorsOf([
    liveStreams.retrieve("nothing"),
    liveStreams.update("nothing", { passthrough: "x" }),
    liveStreams.delete("nothing"),
    liveStreams.resetStreamKey("nothing"),
    liveStreams.complete("nothing"),
    liveStreams.enable("nothing"),
    liveStreams.disable("nothing"),
    liveStreams.createSimulcastTarget("nothing", TARGET),
    liveStreams.retrieveSimulcastTarget(id, "nothing"),
    liveStreams.deleteSimulcastTarget(id, "nothing"),
    liveStreams.createPlaybackId("nothing", { policy: "public" }),
    liveStreams.retrievePlaybackId(id, "nothing"),
    liveStreams.deletePlaybackId(id, "nothing"),
  ]);
  for (const error of errors) expect(error).toBeInstanceOf(Mux.NotFoundError);
});

test("a target is of one stream only", async () => {
  await using opened = await openMux();
  const { liveStreams } = opened.mux.video;
  const { id, simulcast_targets: targets = [] } = await liveStreams.create({ simulcast_targets: [TARGET] });
  const other = await liveStreams.create({});
  const targetId = targets[0]?.id ?? "";
  expect(await errorOf(liveStreams.deleteSimulcastTarget(other.id, targetId))).toBeInstanceOf(Mux.NotFoundError);
  expect(await liveStreams.retrieveSimulcastTarget(id, targetId)).toMatchObject({ id: targetId });
});

test("400: targets change only while the stream is idle, and the reconnect window is not idle", async () => {
  const clock = manualClock();
  await using opened = await openMux({ clock });
  const { simulator, mux } = opened;
  const { liveStreams } = mux.video;
  const { id, simulcast_targets: targets = [] } = await liveStreams.create({
    reconnect_window: 60,
    simulcast_targets: [TARGET],
  });
  const targetId = targets[0]?.id ?? "";
  const refused = async () => {
    const errors = await errorsOf([
      liveStreams.createSimulcastTarget(id, TARGET),
      liveStreams.deleteSimulcastTarget(id, targetId),
    ]);
    for (const error of errors) {
      expect(error).toBeInstanceOf(Mux.BadRequestError);
      expect(error).toMatchObject({ status: 400, error: refusal });
    }
  };
  await simulator.stage.connect(id);
  await clock.advance(1_000);
  await refused();
  await simulator.stage.drop(id);
  await clock.advance(59_000);
  await refused();
  await clock.advance(1_000);
  await liveStreams.deleteSimulcastTarget(id, targetId);
  await liveStreams.createSimulcastTarget(id, TARGET);
});

test("400: a seventh target, alone or in create", async () => {
  await using opened = await openMux();
  const { liveStreams } = opened.mux.video;
  const six = Array.from({ length: 6 }, (_, index) => ({ ...TARGET, passthrough: String(index) }));
  const { id } = await liveStreams.create({ simulcast_targets: six });
  const errors = await errorsOf([
    liveStreams.createSimulcastTarget(id, TARGET),
    liveStreams.create({ simulcast_targets: [...six, TARGET] }),
  ]);
  for (const error of errors) expect(error).toMatchObject({ status: 400, error: refusal });
  expect((await liveStreams.list()).getPaginatedItems()).toHaveLength(1);
  expect((await liveStreams.retrieve(id)).simulcast_targets).toHaveLength(6);
});

test("400: a target's URL is of another kind", async () => {
  await using opened = await openMux();
  const { liveStreams } = opened.mux.video;
  const { id } = await liveStreams.create({});
  const error = await errorOf(liveStreams.createSimulcastTarget(id, { url: "https://live.example.com/app" }));
  expect(error).toMatchObject({ status: 400, error: refusal });
});

test("429: has a body of another shape, and says how much is left", async () => {
  const clock = manualClock();
  await using opened = await openMux({ clock, rateLimits: documentedMuxRateLimits });
  const { liveStreams } = opened.mux.video;
  const { response } = await liveStreams.list().withResponse();
  expect(response.headers.get("x-ratelimit-limit")).toBe("5");
  for (let post = 0; post < documentedMuxRateLimits.postBurst; post += 1) await liveStreams.create({});
  const error = await errorOf(liveStreams.create({}));
  expect(error).toBeInstanceOf(Mux.RateLimitError);
  expect(error).toMatchObject({ status: 429, error: { errors: ["Too many requests, retry later."] } });
  await clock.advance(1_000);
  await liveStreams.create({});
});

test("the SDK tries a 429 again, as late as it is told", async () => {
  await using opened = await openMux();
  const body = { errors: ["Too many requests, retry later."] };
  const fault = { kind: "answer", status: 429, headers: { "retry-after": "0", "retry-after-ms": "5" }, body } as const;
  opened.simulator.faults.add({ method: "GET", times: 2, fault });
  const page = await opened.client({ maxRetries: 2 }).video.liveStreams.list();
  expect(page.getPaginatedItems()).toEqual([]);
  expect(opened.simulator.requests.all().map(({ status }) => status)).toEqual([429, 429, 200]);
});

test("there is no idempotency, so the SDK's retry after a lost answer makes a second stream", async () => {
  await using opened = await openMux();
  const { simulator, client } = opened;
  const mux = client({ maxRetries: 2 });
  const body = { error: { type: "server_error", messages: ["Something went wrong"] } };
  const fault = { kind: "answer_after_commit", status: 500, headers: { "retry-after-ms": "5" }, body } as const;
  simulator.faults.add({ method: "POST", path: "/video/v1/live-streams", fault });
  const options = { idempotencyKey: "one-and-the-same" };
  const { id } = await mux.video.liveStreams.create({ passthrough: "room-42" }, options);
  const streams = (await mux.video.liveStreams.list()).getPaginatedItems();
  expect(streams.map(({ passthrough }) => passthrough)).toEqual(["room-42", "room-42"]);
  expect(streams.map((stream) => stream.id)).toContain(id);
});

test("the SDK gives up on an answer that never comes, and the stream is there all the same", async () => {
  await using opened = await openMux();
  const { simulator, mux } = opened;
  simulator.faults.add({ method: "POST", fault: { kind: "hang", afterCommit: true } });
  const error = await errorOf(mux.video.liveStreams.create({}, { timeout: 1_000 }));
  expect(error).toBeInstanceOf(Mux.APIConnectionTimeoutError);
  expect((await mux.video.liveStreams.list()).getPaginatedItems()).toHaveLength(1);
});
