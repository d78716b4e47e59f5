import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { signedRequest } from "@polycast/mux/testing";
import { expect, onTestFinished, test } from "vitest";
import { tempDir } from "../harness/temp-dir.ts";
import { bundleFor } from "./bundle.ts";

const run = promisify(execFile);

const secret = "mux-secret";
const stream = { id: "LS1", status: "active", stream_key: "k", created_at: "1700000000", simulcast_targets: [] };

/** Two receivers over Mux: one that remembers, and one that does not. */
const exports = `
  const provider = (settings) => ({ mux: mux(settings) });
  export const plain = (settings) => createWebhookReceiver({ providers: provider(settings) });
  export const remembering = (settings) =>
    createWebhookReceiver({ providers: provider(settings), state: memoryStateStore() });
`;

/** Takes one webhook in, twice, with what only Node has taken away. */
const program = `
  const [, bundle, name, settings, answer, headers, body] = process.argv;
  const print = process.stdout.write.bind(process.stdout);
  for (const name of ["process", "global", "setImmediate", "clearImmediate"]) delete globalThis[name];
  const receivers = await import(bundle);
  const told = [];
  const receiver = receivers[name]({ ...JSON.parse(settings), fetch: async () => new Response(answer) })
    .onAny(({ type }) => told.push(type))
    .onError(({ error }) => told.push(String(error)));
  const post = (body) => receiver.handle(new Request("https://app.example/webhooks/mux", { method: "POST", headers: JSON.parse(headers), body }));
  for (const sent of [body, body, body + " "]) told.push((await post(sent)).status);
  print(JSON.stringify(told));
`;

test.each([
  ["plain", ["stream.live", 200, 200]],
  ["remembering", ["stream.live", 200, 200]],
])("a %s receiver in a Workers bundle needs nothing of Node", async (name, expected) => {
  const { whole } = await bundleFor("mux", { withZod: true, exports });
  expect(whole.code.match(/["'`]node:|\bBuffer\b/u)).toBeNull();
  const directory = await tempDir();
  onTestFinished(() => directory[Symbol.asyncDispose]());
  const file = join(directory.path, "bundle.mjs");
  await writeFile(file, whole.code);
  const event = {
    type: "video.live_stream.active",
    id: "event-1",
    created_at: new Date().toISOString(),
    object: { type: "live", id: stream.id },
    data: stream,
  };
  const request = await signedRequest(event, { secret });
  const settings = { tokenId: "id", tokenSecret: "secret", webhookSecrets: [secret] };
  const given = [settings, { data: stream }, Object.fromEntries(request.headers)].map((value) => JSON.stringify(value));
  const args = [pathToFileURL(file).href, name, ...given, await request.text()];
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", program, ...args]);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual([...expected, expect.stringContaining("signature"), 401]);
});

test("an app that receives no webhooks does not pay for the receiver", async () => {
  const { parts } = await bundleFor("mux", { withZod: false });
  expect(parts.filter(({ path, bytes }) => bytes > 0 && path.includes("/receiver/"))).toEqual([]);
  const receiving = await bundleFor("mux", { withZod: false, exports });
  expect(receiving.parts.some(({ path, bytes }) => bytes > 0 && path.includes("/receiver/"))).toBe(true);
});
