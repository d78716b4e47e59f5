import { expect, test } from "vitest";
import { callApi } from "../kernel/call.test.support.ts";
import type { Simulator } from "../kernel/types.ts";
import { castrAccount } from "../castr/castr-account.test.support.ts";
import { livepeerAccount, URL as DESTINATION } from "../livepeer/livepeer-account.test.support.ts";
import { createControlDoor } from "./control-door.ts";

function doorOf(simulator: Simulator) {
  const door = createControlDoor(simulator);
  const answering = { fetch: async (request: Request) => door.fetch(request) };
  return (path: string, body: unknown) =>
    callApi(answering, { method: "POST", url: `http://127.0.0.1/_simulator${path}`, headers: {}, body });
}

test("what a person does in Castr's dashboard", async () => {
  const { simulator, clock, read, stream } = castrAccount({ fetch: () => Promise.resolve(new Response(null)) });
  const control = doorOf(simulator);
  const streamId = await stream();
  const linked = await control("/extras/linkPlatform", { streamId, platform: { template: "youtube" } });
  const [platform] = (await read(streamId)).platforms;
  expect(platform).toMatchObject({ template: "youtube" });
  expect(linked).toMatchObject({ status: 200, body: { data: { id: platform?._id } } });
  const url = "http://127.0.0.1:8080/hook";
  expect((await control("/extras/setAlertUrl", { streamId, url })).status).toBe(204);
  await simulator.stage.connect(streamId);
  await clock.advance(2000);
  await simulator.webhooks.settled();
  expect(simulator.webhooks.deliveries()).toMatchObject([{ url, type: "stream.started" }]);
  expect((await control("/extras/setAlertUrl", { streamId, url: "mailto:me" })).status).toBe(400);
  expect((await control("/extras/linkPlatform", { streamId: "none" })).status).toBe(409);
});

test("livepeer trap 3 by name", async () => {
  const { simulator, newStream, attach, references } = livepeerAccount();
  const control = doorOf(simulator);
  const path = "/api/stream/*/create-multistream-target";
  expect((await control("/extras/nodeNotificationFails", { path })).status).toBe(204);
  const stream = await newStream();
  expect((await attach(stream, { spec: { url: DESTINATION } })).status).toBe(500);
  expect(await references(stream)).toHaveLength(1);
  expect((await control("/extras/nodeNotificationFails", { times: 0 })).status).toBe(400);
});
