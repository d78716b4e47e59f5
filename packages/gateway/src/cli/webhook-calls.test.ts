import { createServer } from "node:http";
import { fakeProvider } from "@polycast/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { openTestGateway } from "../test-gateway.test.support.ts";
import { createGatewayClient } from "./gateway-client.ts";
import { connectProvider, listWebhooks, replayAll, replayOne } from "./webhook-calls.ts";

async function open() {
  const fake = fakeProvider();
  const world = await openTestGateway(fake.provider);
  onTestFinished(() => world[Symbol.asyncDispose]());
  const url = `http://127.0.0.1:${world.gateway.address.http}`;
  const client = createGatewayClient({ POLYCAST_URL: url, POLYCAST_API_KEY: world.apiKey });
  await world.gateway.control.streams.create({ name: "Show" });
  fake.goLive("stream-1");
  const [delivery] = await fake.takeWebhooks();
  if (!delivery) throw new Error("nothing was sent");
  const { headers, body } = delivery;
  expect((await world.fetch("/webhooks/fake", { method: "POST", headers, body: body.slice() })).status).toBe(200);
  return { ...world, url, client };
}

test("what a gateway has received is listed and replayed", async () => {
  const { client } = await open();
  const { text, json } = await listWebhooks(client, { provider: "fake", limit: 20 });
  expect(text).toMatch(/^Connected:\n {2}none\n\nReceived, newest first:\n {2}inb_\w+ .* fake .* stream\.changed$/u);
  expect(json).toMatchObject({ connections: [], inbox: [{ provider: "fake", type: "stream.changed" }] });
  const [, id = ""] = /(inb_\w+)/u.exec(text) ?? [];
  expect((await replayOne(client, id)).text).toBe(`✓ ${id} (stream.changed) is processed again.`);
  expect(await replayAll(client, { provider: "nobody" })).toEqual({
    json: { replayed: 0 },
    text: "✓ 0 webhooks are processed again.",
  });
});

test("what the gateway refuses is told with its next step", async () => {
  const { client, url } = await open();
  await expect(connectProvider(client, "nobody")).rejects.toMatchObject({
    code: "not_found",
    hint: expect.stringContaining("fake"),
  });
  await expect(connectProvider(client, "fake")).rejects.toMatchObject({ code: "unsupported" });
  await expect(listWebhooks(client, { state: "lost" })).rejects.toMatchObject({
    code: "invalid_argument",
    issues: [expect.objectContaining({ path: "state" })],
  });
  const stranger = createGatewayClient({ POLYCAST_API_KEY: "some-other-key" }, url);
  await expect(listWebhooks(stranger, {})).rejects.toMatchObject({
    code: "unauthenticated",
    hint: expect.stringContaining("POLYCAST_API_KEY"),
  });
});

test("a gateway that is not there, or is none, is told by its address", async () => {
  const page = createServer((_request, response) => void response.end("<html>"));
  await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
  const address = page.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const client = createGatewayClient({ POLYCAST_API_KEY: "some-key-0001" }, `http://127.0.0.1:${port}`);
  await expect(replayOne(client, "inb_x")).rejects.toMatchObject({ message: expect.stringContaining("no Polycast") });
  await new Promise((resolve) => page.close(resolve));
  await expect(replayOne(client, "inb_x")).rejects.toMatchObject({
    message: `No gateway answers at http://127.0.0.1:${port}.`,
    hint: expect.stringContaining("polycast start"),
  });
});

test.each([
  [{}, undefined, "POLYCAST_API_KEY"],
  [{ POLYCAST_API_KEY: "" }, undefined, "POLYCAST_API_KEY"],
  [{ POLYCAST_API_KEY: "“pcsk_planted”" }, undefined, "without quotes"],
  [{ POLYCAST_API_KEY: "some-key-0001", POLYCAST_URL: "localhost" }, undefined, "POLYCAST_URL"],
  [{ POLYCAST_API_KEY: "some-key-0001" }, "ftp://127.0.0.1", "--gateway-url"],
])("the environment %j with %s is refused", (env, url, hint) => {
  const thrown = (): unknown => {
    try {
      return createGatewayClient(env, url);
    } catch (error) {
      return error;
    }
  };
  expect(thrown()).toMatchObject({ code: "invalid_argument", hint: expect.stringContaining(hint) });
});
