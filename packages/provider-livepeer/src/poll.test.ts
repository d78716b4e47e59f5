import type { Stream } from "@polycast/core";
import { applyObservation, beginKnown, type Known } from "@polycast/core/host";
import type { Observation } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();
const told = (observations: Observation[] = []): string[] =>
  observations.map((one) =>
    one.kind === "warning" ? one.notice.code : `${one.kind} ${one.status.state} ${one.status.source}`,
  );

function apply(known: Known, observation: Observation): Known {
  return applyObservation(known, observation, observation.occurredAt).known;
}

/** The states of a stream and its targets after so many observations. */
function after(stream: Stream, ...observations: Observation[]): string[] {
  const { stream: known } = observations.reduce(apply, beginKnown(stream));
  return [known, ...(known.targets ?? [])].map(({ status }) => status.state);
}

/** The same, asked so many seconds later. */
function later(observations: Observation[], seconds: number): Observation[] {
  return observations.map((one) => ({ ...one, sequence: one.sequence + seconds * 1_000_000 }));
}

async function opened(options: Parameters<typeof open>[0] = {}) {
  const stage = open(options);
  const targets = [aTarget(1), aTarget(2, { enabled: false })];
  const { stream } = await stage.provider.streams.create(aStream({ targets }), context);
  const target = stream.targets?.[0]?.id ?? "";
  return { ...stage, stream, target };
}

describe.concurrent("poll", () => {
  test("of an idle stream tells all of it", async () => {
    const { provider, stream } = await opened();
    const observations = await provider.poll?.({ streamId: stream.id }, context);
    expect(told(observations)).toEqual(["stream idle poll", "target idle poll", "target disabled poll"]);
  });

  test("of an active one says of its targets what nobody can tell, so that what webhooks have told stays", async () => {
    const { provider, stream, simulator } = await opened();
    await simulator.stage.connect(stream.id);
    const observations = await provider.poll?.({}, context);
    expect(told(observations)).toEqual(["stream live poll", "target unknown assumed", "target disabled poll"]);
  });

  test("without webhooks: the targets of a stream that was idle and is live are not idle, but unknown", async () => {
    const { provider, stream, simulator } = await opened();
    const idle = (await provider.poll?.({}, context)) ?? [];
    await simulator.stage.connect(stream.id);
    const live = (await provider.poll?.({}, context)) ?? [];
    expect(after(stream, ...idle, ...later(live, 5))).toEqual(["live", "unknown", "disabled"]);
  });

  test("by a replica that is behind stops no stream within 5 s, and what it has stopped later is not idle for ever", async () => {
    const { provider, stream, simulator, target } = await opened();
    const idle = (await provider.poll?.({}, context)) ?? [];
    await simulator.stage.connect(stream.id);
    const live = (await provider.poll?.({}, context)) ?? [];
    const asked = Math.max(...idle.map(({ occurredAt }) => Date.parse(occurredAt)));
    const connected: Observation = {
      kind: "target",
      streamId: stream.id,
      targetId: target,
      sequence: (asked - 4_900) * 1_000,
      occurredAt: new Date(asked - 4_900).toISOString(),
      status: { state: "live", source: "webhook" },
    };
    const { targetId: _one, ...about } = connected;
    const started: Observation = { ...about, kind: "stream", status: { state: "live", source: "webhook" } };
    expect(after(stream, started, connected, ...idle)).toEqual(["live", "live", "disabled"]);
    expect(after(stream, started, connected, ...later(idle, 5))).toEqual(["idle", "idle", "disabled"]);
    const back = [...later(idle, 5), ...later(live, 10)];
    expect(after(stream, started, connected, ...back)).toEqual(["live", "unknown", "disabled"]);
    expect(after(stream, ...back.toReversed(), connected, started)).toEqual(["live", "unknown", "disabled"]);
  });

  test("of all streams reads pages, not one by one", async () => {
    const { provider, simulator, calls, stream } = await opened();
    for (let n = 2; n <= 12; n++) await provider.streams.create(aStream({ targets: [aTarget(n)] }), context);
    simulator.requests.clear();
    const observations = (await provider.poll?.({}, context)) ?? [];
    expect(new Set(observations.map(({ streamId }) => streamId)).size).toBe(12);
    expect(observations.some(({ streamId }) => streamId === stream.id)).toBe(true);
    expect(calls()).toEqual(["GET /stream", "GET /user/me", "GET /multistream/target"]);
  });

  test("of a stream that is gone is not found", async () => {
    const { provider } = open();
    await expect(provider.poll?.({ streamId: "none" }, context)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe.concurrent("with the health endpoint", () => {
  const health = { settings: { healthEndpoint: true } };

  test("poll tells of targets whether they are connected", async () => {
    const { provider, stream, target, simulator, clock } = await opened(health);
    expect((await provider.capabilities()).status.delivery).toEqual(["webhook", "poll"]);
    await simulator.stage.connect(stream.id);
    await clock.advance(30_000);
    const live = await provider.poll?.({ streamId: stream.id }, context);
    expect(live?.[1]).toMatchObject({ kind: "target", targetId: target, status: { source: "poll" } });
    expect(live?.map((one) => (one.kind === "warning" ? "" : one.status.state))).toEqual([
      "live",
      expect.stringMatching(/^(live|connecting)$/),
      "disabled",
    ]);
    await simulator.stage.breakTarget(stream.id, target);
    await clock.advance(60_000);
    const broken = await provider.poll?.({ streamId: stream.id }, context);
    expect(broken?.[1]).toMatchObject({
      kind: "target",
      status: { state: "retrying", reason: { code: "provider_reports_error" } },
    });
  });

  test("its failure is none of ours", async () => {
    const { provider, stream, simulator } = await opened({ ...health, simulator: { healthService: false } });
    await simulator.stage.connect(stream.id);
    const observations = await provider.poll?.({ streamId: stream.id }, context);
    expect(told(observations)).toEqual(["stream live poll", "target unknown assumed", "target disabled poll"]);
  });

  test("it is not asked about idle streams", async () => {
    const { provider, calls } = await opened(health);
    await provider.poll?.({}, context);
    expect(calls().filter((call) => call.endsWith("/health"))).toEqual([]);
  });
});
