import { createServer } from "node:http";
import type { ProviderAdapter } from "@polycast/core";
import { MultistreamError } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { probeInstances } from "./probe-instances.ts";

/** A provider that is called over the network: its answers have this `Date`. */
async function remote(date: () => string | undefined): Promise<ProviderAdapter> {
  const server = createServer((_request, response) => {
    response.sendDate = false;
    const value = date();
    if (value !== undefined) response.setHeader("date", value);
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const list: ProviderAdapter["streams"]["list"] = async (_query, { signal }) => {
    await (await fetch(url, { signal })).text();
    return { data: [] };
  };
  const provider: ProviderAdapter = { ...fakeProvider().provider };
  delete provider.start;
  return { ...provider, streams: { ...provider.streams, list } };
}

const now = Date.parse("2026-03-06T19:30:00.500Z");
const at = (seconds: number): string => new Date(now - 500 + seconds * 1000).toUTCString();

test.each([
  [0, "ok", "agrees"],
  [9, "ok", "agrees"],
  [60, "note", "this machine is 60 s behind"],
  [-60, "note", "this machine is 60 s ahead"],
  [600, "wrong", "this machine is 600 s behind"],
])("a provider whose clock is %d s off is %s", async (seconds, level, message) => {
  const original = globalThis.fetch;
  const findings = await probeInstances({ mux: await remote(() => at(seconds)) }, () => now);
  expect(findings.at(-1)).toMatchObject({ level, what: "clock against mux", message });
  expect(findings.slice(0, -1)).toMatchObject([
    { level: "ok", message: expect.stringContaining("can send rtmp") },
    { level: "ok", message: "answers, credentials are right (0 ms)" },
  ]);
  expect(globalThis.fetch).toBe(original);
});

test("an answer without a date says nothing of clocks", async () => {
  const findings = await probeInstances({ mux: await remote(() => undefined) }, () => now);
  expect(findings.map(({ what }) => what)).toEqual(["provider mux", "provider mux"]);
});

test("what runs in this process is not called", async () => {
  const fake = fakeProvider();
  expect(await probeInstances({ fake: fake.provider })).toMatchObject([{ level: "ok", what: "provider fake" }]);
  expect(fake.calls()).toEqual([]);
});

test("a refusal is told with its next step, and the next provider is asked all the same", async () => {
  const provider = await remote(() => undefined);
  const refused = new MultistreamError("unauthenticated", "mux refuses these credentials.", {
    hint: "Make a new token.",
  });
  const refusing = { ...provider, streams: { ...provider.streams, list: () => Promise.reject(refused) } };
  const slow = new DOMException("The operation was aborted due to timeout", "TimeoutError");
  const silent = { ...provider, streams: { ...provider.streams, list: () => Promise.reject(slow) } };
  expect(
    (await probeInstances({ a: refusing, b: silent, c: provider })).filter(({ level }) => level === "wrong"),
  ).toEqual([
    { level: "wrong", what: "provider a", message: "mux refuses these credentials.", next: "Make a new token." },
    { level: "wrong", what: "provider b", message: "does not answer within 20 s" },
  ]);
});
