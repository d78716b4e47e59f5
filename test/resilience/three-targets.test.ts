import type { Fault, Harness, OpenHarness } from "@polycast/core/conformance";
import { createMultistream, type CreateTargetInput, type Multistream } from "@polycast/core";
import { afterEach, describe, expect, test } from "vitest";
import { openCastr } from "../conformance/castr.ts";
import { openLivepeer } from "../conformance/livepeer.ts";
import { openMux } from "../conformance/mux.ts";
import { openSelfhost } from "../conformance/selfhost.ts";

const clouds: [string, OpenHarness][] = [
  ["mux", openMux],
  ["livepeer", openLivepeer],
  ["castr", openCastr],
];
const everywhere: [string, OpenHarness][] = [...clouds, ["selfhost", openSelfhost]];

/** What goes wrong while the targets are made. */
const faults: [string, Fault][] = [
  ["a 429 with Retry-After", { operation: "target.create", kind: "rate_limited" }],
  ["a timeout after the provider has saved", { operation: "target.create", kind: "timeout_after_commit" }],
  ["a 500 after the provider has saved", { operation: "target.create", kind: "error_after_commit" }],
  ["a timeout before anything was saved", { operation: "target.create", kind: "timeout" }],
];
const streamFaults: [string, Fault][] = faults.map(([what, fault]) => [what, { ...fault, operation: "stream.create" }]);

let harness: Harness | undefined;

afterEach(async () => {
  await harness?.close();
  harness = undefined;
});

async function open(openHarness: OpenHarness): Promise<{ harness: Harness; live: Multistream }> {
  harness = await openHarness();
  return { harness, live: createMultistream({ provider: harness.adapter }) };
}

function target(n: number): CreateTargetInput {
  return { name: `Target ${n}`, destination: harness?.destination(n) ?? { url: "rtmp://unused.example.com/app" } };
}

/** The names of the targets that the provider really has, and how many streams there are. */
async function found(live: Multistream, streamId: string): Promise<{ streams: number; targets: string[] }> {
  const { data } = await live.streams.list({ limit: 100 });
  const targets = await live.targets.list(streamId);
  return { streams: data.length, targets: targets.map(({ name }) => name).toSorted() };
}

const three = { streams: 1, targets: ["Target 0", "Target 1", "Target 2"] };

describe.each(clouds)("%s", (_name, openHarness) => {
  test.each(faults)("three targets are three after %s", async (_what, fault) => {
    const { harness, live } = await open(openHarness);
    const { stream } = await live.streams.create({ name: "Show", targets: [target(0)] });
    await harness.faults?.next(fault);
    await live.targets.create(stream.id, target(1));
    await live.targets.create(stream.id, target(2));
    expect(await found(live, stream.id)).toEqual(three);
  });

  test.each(streamFaults)("a stream with three targets is one stream with three after %s", async (_what, fault) => {
    const { harness, live } = await open(openHarness);
    await harness.faults?.next(fault);
    const { stream } = await live.streams.create({ name: "Show", targets: [0, 1, 2].map(target) });
    expect(await found(live, stream.id)).toEqual(three);
  });

  test("three targets are three after all of it at once", async () => {
    const { harness, live } = await open(openHarness);
    const { stream } = await live.streams.create({ name: "Show" });
    for (const [, fault] of faults) await harness.faults?.next(fault);
    await Promise.all([0, 1, 2].map((n) => live.targets.create(stream.id, target(n), { timeoutMs: 60_000 })));
    expect(await found(live, stream.id)).toEqual(three);
  });
});

describe.each(everywhere)("%s", (_name, openHarness) => {
  test("two concurrent creates on one stream are two targets more", async () => {
    const { live } = await open(openHarness);
    const { stream } = await live.streams.create({ name: "Show", targets: [target(0)] });
    await Promise.all([1, 2].map((n) => live.targets.create(stream.id, target(n))));
    expect(await found(live, stream.id)).toEqual(three);
  });

  test("the repeat of a create with its idempotency key makes nothing more", async () => {
    const { live } = await open(openHarness);
    const { stream } = await live.streams.create({ name: "Show", targets: [0, 1].map(target) });
    const again = target(2);
    const keyed = { idempotencyKey: "the third" };
    const [first, second] = [
      await live.targets.create(stream.id, again, keyed),
      await live.targets.create(stream.id, again, keyed),
    ];
    expect(second.id).toBe(first.id);
    expect(await found(live, stream.id)).toEqual(three);
  });
});
