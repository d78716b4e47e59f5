import { describe, expect, test } from "vitest";
import { sampleStream } from "../store/sample-records.test.support.ts";
import { insertStream } from "../store/streams.ts";
import { openReceiver } from "./receiver.test.support.ts";
import { openTestOutbox } from "./test-outbox.test.support.ts";

const url = "https://hooks.example.com/in";

describe("an endpoint", () => {
  test("is made, read, changed and deleted", async () => {
    const world = await openTestOutbox();
    const { outbox, clock, store } = world;
    const stream = sampleStream();
    await store.write(() => insertStream(stream));
    const input = { events: ["target.failed", "target.failed"], description: " Ops ", streamId: stream.id };
    const { secret, ...made } = await world.endpoint(`${url}?token=canary`, input);
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/u);
    expect(made).toEqual({
      id: expect.stringMatching(/^whe_/u),
      url: `${url}?token=***`,
      events: ["target.failed"],
      streamId: stream.id,
      description: "Ops",
      enabled: true,
      createdAt: "2026-03-01T12:00:00.000Z",
      updatedAt: "2026-03-01T12:00:00.000Z",
    });
    expect(await outbox.endpoints.get(made.id)).toEqual(made);
    expect((await outbox.endpoints.list({})).data).toEqual([made]);
    clock.advance(1000);
    const patch = { events: null, streamId: null, description: null, url: `${url}/second?a=b` };
    expect(await outbox.endpoints.update(made.id, patch)).toEqual({
      id: made.id,
      url: `${url}/second?a=***`,
      enabled: true,
      createdAt: made.createdAt,
      updatedAt: "2026-03-01T12:00:01.000Z",
    });
    await outbox.endpoints.delete(made.id);
    await outbox.endpoints.delete(made.id);
    await expect(outbox.endpoints.get(made.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(outbox.endpoints.update(made.id, {})).rejects.toMatchObject({ code: "not_found" });
    await expect(outbox.endpoints.rotateSecret(made.id, {})).rejects.toMatchObject({ code: "not_found" });
  });

  test.each([
    ["a stream that is not there", { url, streamId: "str_none" }, "streamId"],
    ["an event type that is none", { url, events: ["target.lvie"] }, "events.0"],
    ["no event type", { url, events: [] }, "events"],
    ["a long description", { url, description: "x".repeat(201) }, "description"],
    ["a field too many", { url, secret: "whsec_canary" }, ""],
    ["no URL", {}, "url"],
    ["a bad URL", { url: "http://user:canary@hooks.example.com" }, "url"],
  ])("with %s is refused", async (_what, input, path) => {
    const { outbox } = await openTestOutbox();
    const error: unknown = await outbox.endpoints.create(input).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid_argument", issues: [{ path }] });
    expect(JSON.stringify(error)).not.toContain("canary");
    expect((await outbox.endpoints.list({})).data).toEqual([]);
  });

  test("is one of a hundred at most", async () => {
    const world = await openTestOutbox({ limits: { maxEndpoints: 2 } });
    await world.endpoint(url);
    const { id } = await world.endpoint(url);
    await expect(world.endpoint(url)).rejects.toMatchObject({ code: "limit_exceeded" });
    await world.outbox.endpoints.delete(id);
    await world.endpoint(url);
  });

  test("is one of twenty at most for a tenant, whatever others have, and of a thousand in all", async () => {
    const world = await openTestOutbox({ limits: { maxEndpoints: 2, maxTenantEndpoints: 1, maxAllEndpoints: 3 } });
    const [a, b, c] = ["a", "b", "c"].map((tenant) => world.outbox.forTenant(tenant).endpoints);
    await world.endpoint(url);
    await a?.create({ url });
    await expect(a?.create({ url })).rejects.toMatchObject({ code: "limit_exceeded" });
    await b?.create({ url });
    await expect(c?.create({ url })).rejects.toMatchObject({ code: "limit_exceeded" });
    await expect(world.endpoint(url)).rejects.toMatchObject({ code: "limit_exceeded" });
  });

  test("has at most two former secrets", async () => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    const { id } = await world.endpoint(receiver.url);
    const signatures = async (): Promise<number> => {
      const before = receiver.received.length;
      await world.publish();
      await world.until(() => receiver.received.length > before);
      return receiver.received.at(-1)?.headers.get("webhook-signature")?.split(" ").length ?? 0;
    };
    const counts = [await signatures()];
    for (let count = 0; count < 3; count += 1) {
      await world.outbox.endpoints.rotateSecret(id, {});
      counts.push(await signatures());
    }
    expect(counts).toEqual([1, 2, 3, 3]);
    await expect(world.outbox.endpoints.rotateSecret(id, { overlapSeconds: 604_801 })).rejects.toMatchObject({
      code: "invalid_argument",
    });
    expect(await world.outbox.endpoints.rotateSecret(id, { overlapSeconds: 0 })).not.toHaveProperty(
      "previousExpiresAt",
    );
    world.clock.advance(86_400_000);
    expect(await signatures()).toBe(1);
  });

  test("is deleted with its deliveries, also while an attempt runs", async () => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    receiver.answers("hang");
    const { id } = await world.endpoint(receiver.url);
    const { id: other } = await world.endpoint(url, { enabled: false });
    for (let count = 0; count < 6; count += 1) await world.publish();
    await world.until(() => receiver.received.length === 4);
    await world.outbox.endpoints.delete(id);
    await expect(world.outbox.deliveries.list(id, {})).rejects.toMatchObject({ code: "not_found" });
    receiver.release(200);
    expect((await world.outbox.endpoints.list({})).data.map((one) => one.id)).toEqual([other]);
  });
});
