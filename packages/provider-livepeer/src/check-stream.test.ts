import type { NewStream } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { livepeer } from "./livepeer.ts";

const calls: string[] = [];
const { streams } = livepeer({
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
