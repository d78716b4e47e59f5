import { createConnection } from "node:net";
import { gzipSync } from "node:zlib";
import { fakeProvider } from "@polycast/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { openTestGateway } from "../test-gateway.test.support.ts";

async function open() {
  const fake = fakeProvider();
  const world = await openTestGateway(fake.provider);
  onTestFinished(() => world[Symbol.asyncDispose]());
  await world.gateway.control.streams.create({ name: "Show" });
  fake.goLive("stream-1");
  const [delivery] = await fake.takeWebhooks();
  if (!delivery) throw new Error("nothing was sent");
  const post = (body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>) =>
    world.fetch("/webhooks/fake", { method: "POST", headers: delivery.headers, body, duplex: "half" });
  return { ...world, delivery, post };
}

/** A body whose length is not announced. */
function inParts(...parts: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

test("a webhook arrives whole, announced or in parts", async () => {
  const { delivery, post } = await open();
  const { body } = delivery;
  for (const sent of [body.slice(), inParts(body.slice(0, 10), body.slice(10))]) {
    const response = await post(sent);
    expect([response.status, await response.json()]).toEqual([200, { received: true }]);
  }
  expect((await post(body.slice(0, -1))).status).toBe(401);
});

test("one that is too large is answered with 413, and the connection stays in order", async () => {
  const { delivery, post } = await open();
  const mebibyte = new Uint8Array(1024 * 1024);
  expect((await post(new Uint8Array(1024 * 1024 + 1))).status).toBe(413);
  expect((await post(inParts(mebibyte, mebibyte))).status).toBe(413);
  expect((await post(delivery.body.slice())).status).toBe(200);
});

test("a compressed one is answered with 415, and the connection stays in order", async () => {
  const world = await open();
  const { delivery, post } = world;
  const headers = new Headers(delivery.headers);
  headers.set("content-encoding", "gzip");
  const response = await world.fetch("/webhooks/fake", { method: "POST", headers, body: gzipSync(delivery.body) });
  expect([response.status, await response.json()]).toMatchObject([415, { code: "invalid_argument" }]);
  expect((await post(delivery.body.slice())).status).toBe(200);
});

test("senders that announce much and send nothing, or leave, take no room from the others", async () => {
  const { delivery, gateway, post } = await open();
  const head = "POST /webhooks/fake HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n{";
  const sockets = Array.from({ length: 100 }, () => createConnection(gateway.address.http, "127.0.0.1"));
  for (const socket of sockets) socket.on("error", () => {}).write(head);
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
  expect((await post(delivery.body.slice())).status).toBe(200);
  for (const socket of sockets) socket.resetAndDestroy();
  expect((await post(delivery.body.slice())).status).toBe(200);
});
