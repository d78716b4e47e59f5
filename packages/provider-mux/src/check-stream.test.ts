import type { NewStream } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { mux } from "./mux.ts";

const calls: string[] = [];
const { streams } = mux({
  tokenId: "id",
  tokenSecret: "secret",
  fetch: async (input, init) => {
    calls.push(new Request(input, init).url);
    return new Response(null, { status: 500 });
  },
});
const target: NewStream["targets"][number] = {
  name: "T",
  destination: { url: "rtmp://live.example.com/app", streamKey: "planted" },
  enabled: true,
  rendition: "source",
};
const stream: NewStream = { name: "Show", enabled: true, targets: [target] };

test("a stream that would be refused is refused without a call, with the error that its making has", async () => {
  const seven = { ...stream, targets: Array.from({ length: 7 }, () => target) };
  const context = { signal: AbortSignal.timeout(5000) };
  for (const [input, code] of [
    [{ ...stream, reference: "polycast:name:own" }, "invalid_argument"],
    [seven, "limit_exceeded"],
  ] as const) {
    expect(() => streams.check?.(input)).toThrow(expect.objectContaining({ code }));
    await expect(streams.create(input, context)).rejects.toMatchObject({ code });
  }
  expect(() => streams.check?.(stream)).not.toThrow();
  expect(calls).toEqual([]);
});
