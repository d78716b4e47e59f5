import type { NewStream } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { livepeer } from "./livepeer.ts";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const calls: string[] = [];
const { streams, targets } = livepeer({
  apiKey: "6a1f1d1e-0000-4000-8000-00000000feed",
  fetch: async (input, init) => {
    calls.push(new Request(input, init).url);
    return new Response(null, { status: 500 });
  },
});
const target = (url: `rtmp://${string}`, rendition = "source"): NewStream["targets"][number] => ({
  name: "T",
  destination: { url, streamKey: "planted" },
  enabled: true,
  rendition,
});
const stream = (...targets: NewStream["targets"]): NewStream => ({ name: "Show", enabled: true, targets });

const at = (path: string) =>
  expect.objectContaining({ code: "invalid_argument", issues: [expect.objectContaining({ path })] });
const BROKEN = ["a>b", "a b", 'a"b', "a[b]", "100%"];

test.each(BROKEN)("a key that makes no URI is refused by every check, where it stands: %s", async (streamKey) => {
  const fits = target("rtmp://live.example.com/app");
  const broken = { ...fits, destination: { url: "rtmp://live.example.com/app", streamKey } } as const;
  expect(() => targets.check?.(broken)).toThrow(at("destination"));
  expect(() => streams.check?.(stream(fits, broken))).toThrow(at("targets.1.destination"));
  const context = { signal: AbortSignal.timeout(5000) };
  await expect(streams.create(stream(fits, broken), context)).rejects.toEqual(at("targets.1.destination"));
  expect(calls).toEqual([]);
});

test("what only Livepeer refuses of a target is told of that target", async () => {
  const { provider, simulator, storedTargets } = open();
  const body = { errors: [JSON.stringify({ instancePath: "/url", message: "must be shorter" })] };
  const fault = { kind: "answer", status: 422, body } as const;
  simulator.faults.add({ method: "POST", path: "/api/multistream/target", skip: 1, fault });
  const asked = provider.streams.create(aStream({ targets: [aTarget(1), aTarget(2)] }), aContext());
  await expect(asked).rejects.toMatchObject({
    code: "invalid_argument",
    message: "livepeer: destination must be shorter.",
    issues: [{ path: expect.stringMatching(/^targets\.[01]\.destination$/u), message: "must be shorter" }],
  });
  expect(await storedTargets()).toEqual([]);
});

test("a stream that would be refused is refused without a call, with the error that its making has", async () => {
  const twice = stream(target("rtmp://live.example.com/app"), target("rtmp://live.example.com:1935/app"));
  const encoded = stream(target("rtmp://live.example.com/app", "4k"));
  const context = { signal: AbortSignal.timeout(5000) };
  for (const [input, code] of [
    [twice, "conflict"],
    [encoded, "invalid_argument"],
  ] as const) {
    expect(() => streams.check?.(input)).toThrow(expect.objectContaining({ code }));
    await expect(streams.create(input, context)).rejects.toMatchObject({ code });
  }
  const fits = stream(target("rtmp://live.example.com/app"), target("rtmp://live.example.com/app", "720p0"));
  expect(() => streams.check?.(fits)).not.toThrow();
  expect(calls).toEqual([]);
});
