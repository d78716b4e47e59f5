import type { Event } from "@polycast/core";
import { expect, test } from "vitest";
import { sampleEvent, sampleStream } from "../store/sample-records.test.support.ts";
import { listEventsAfter } from "../store/events.ts";
import { insertStream } from "../store/streams.ts";
import { openReceiver } from "./receiver.test.support.ts";
import { openTestOutbox, type TestOutbox } from "./test-outbox.test.support.ts";

type Calls = Pick<TestOutbox["outbox"], "endpoints">;

async function make({ endpoints }: Calls) {
  const receiver = await openReceiver();
  const { endpoint } = await endpoints.create({ url: receiver.url });
  return { ...endpoint, receiver };
}

const ids = async ({ endpoints }: Calls): Promise<string[]> => (await endpoints.list({})).data.map(({ id }) => id);

/** An error as it is told. */
const words = async (call: Promise<unknown>): Promise<string> =>
  JSON.stringify(await call.catch((error: unknown) => error));

/** An outbox with an endpoint of two tenants and one of nobody, and what each of them was sent. */
async function openTenants() {
  const world = await openTestOutbox();
  const { outbox } = world;
  const [acme, other] = [outbox.forTenant("acme"), outbox.forTenant("other")];
  return { ...world, acme, other, ofAcme: await make(acme), ofOther: await make(other), ofNobody: await make(outbox) };
}

const eventOf = (tenantId?: string): Event => ({ ...sampleEvent("str_a"), ...(tenantId ? { tenantId } : {}) });

/** Publishes one event of each tenant and one of nobody, and waits until all is sent. */
async function publishAll(world: TestOutbox, endpointIds: string[]) {
  const events: string[] = [];
  for (const tenantId of ["acme", "other", undefined]) events.push((await world.publish(eventOf(tenantId))).id);
  const [acme = "", other = "", nobody = ""] = events;
  await world.until(async () => {
    const lists = await Promise.all(endpointIds.map((id) => world.outbox.deliveries.list(id, {})));
    return lists.every(({ data }) => data.every(({ state }) => state !== "pending"));
  });
  return { acme, other, nobody };
}

test("an endpoint of a tenant is sent this tenant's events only; one of nobody is sent all", async () => {
  const world = await openTenants();
  const { ofAcme, ofOther, ofNobody } = world;
  const sent = await publishAll(world, [ofAcme.id, ofOther.id, ofNobody.id]);
  const got = [ofAcme, ofOther, ofNobody].map(({ receiver }) => receiver.received.map(({ id }) => id).toSorted());
  expect(got).toEqual([[sent.acme], [sent.other], Object.values(sent).toSorted()]);
});

test("that one of a tenant was disabled is told to this tenant and to nobody's endpoints, to no other tenant", async () => {
  const world = await openTenants();
  const { ofAcme, ofOther, ofNobody, store } = world;
  const second = await make(world.acme);
  ofAcme.receiver.answers({ status: 410 });
  await publishAll(world, [ofAcme.id, ofOther.id, ofNobody.id, second.id]);
  await world.until(() => ofNobody.receiver.received.length === 4 && second.receiver.received.length === 2);
  const logged = async (tenantId: string) => {
    const events = await store.read(() =>
      listEventsAfter({ tenantId, types: ["webhook_endpoint.disabled"], limit: 5 }),
    );
    return events.map(({ event }) => event);
  };
  expect(await logged("acme")).toMatchObject([{ tenantId: "acme", data: { endpoint: { id: ofAcme.id } } }]);
  expect(await logged("other")).toEqual([]);
  expect(await world.acme.endpoints.get(ofAcme.id)).toMatchObject({ enabled: false, disabledReason: "gone" });
  expect(ofOther.receiver.received.length).toBe(1);
  expect((await world.other.endpoints.list({})).data).toMatchObject([{ enabled: true }]);
});

test("a tenant sees its own endpoints, without a tenant all are seen", async () => {
  const { outbox, acme, other, ofAcme, ofOther, ofNobody } = await openTenants();
  expect(ofAcme.tenantId).toBe("acme");
  expect(ofNobody).not.toHaveProperty("tenantId");
  expect(await ids(acme)).toEqual([ofAcme.id]);
  expect(await ids(other)).toEqual([ofOther.id]);
  expect(await ids(outbox.forTenant("nobody"))).toEqual([]);
  expect(await ids(outbox)).toEqual([ofAcme.id, ofOther.id, ofNobody.id]);
  expect(await outbox.endpoints.get(ofAcme.id)).toMatchObject({ tenantId: "acme" });
  const { data, nextCursor: cursor } = await outbox.endpoints.list({ limit: 2 });
  expect(data.map(({ id }) => id)).toEqual([ofAcme.id, ofOther.id]);
  expect((await outbox.endpoints.list({ limit: 2, cursor })).data.map(({ id }) => id)).toEqual([ofNobody.id]);
});

test("what belongs to another tenant, or to nobody, is not there for a tenant", async () => {
  const world = await openTenants();
  const { outbox, acme, ofAcme, ofOther, ofNobody } = world;
  await publishAll(world, [ofAcme.id, ofOther.id, ofNobody.id]);
  for (const { id, receiver } of [ofOther, ofNobody]) {
    const before = await outbox.endpoints.get(id);
    const { data } = await outbox.deliveries.list(id, {});
    const [{ id: delivery } = { id: "" }] = data;
    const count = receiver.received.length;
    const refused = [
      () => acme.endpoints.get(id),
      () => acme.endpoints.update(id, { enabled: false }),
      () => acme.endpoints.rotateSecret(id, {}),
      () => acme.deliveries.list(id, {}),
      () => acme.deliveries.get(delivery),
      () => acme.deliveries.replay(delivery),
      () => acme.deliveries.replayMany(id, { state: "succeeded" }),
    ];
    for (const call of refused) await expect(call()).rejects.toMatchObject({ code: "not_found" });
    // As with one that is not there.
    await acme.endpoints.delete(id);
    await acme.endpoints.delete("whe_none");
    await new Promise((resolve) => setImmediate(resolve));
    expect(await outbox.endpoints.get(id)).toEqual(before);
    expect((await outbox.deliveries.list(id, {})).data).toEqual(data);
    expect(receiver.received.length).toBe(count);
  }
});

test("what is not there and what is another tenant's are refused in the same words", async () => {
  const world = await openTenants();
  const { outbox, acme, ofOther } = world;
  await publishAll(world, [ofOther.id]);
  const [{ id: foreign } = { id: "" }] = (await outbox.deliveries.list(ofOther.id, {})).data;
  expect(await words(acme.endpoints.get(ofOther.id))).toBe(await words(acme.endpoints.get("whe_none")));
  expect(await words(acme.deliveries.get(foreign))).toBe(await words(acme.deliveries.get("dlv_none")));
});

test("a tenant changes, sends again and deletes what is its own", async () => {
  const world = await openTenants();
  const { acme, ofAcme, ofOther, ofNobody } = world;
  await publishAll(world, [ofAcme.id, ofOther.id, ofNobody.id]);
  expect(await acme.endpoints.update(ofAcme.id, { description: "Ours" })).toMatchObject({ description: "Ours" });
  await acme.endpoints.rotateSecret(ofAcme.id, {});
  const [{ id } = { id: "" }] = (await acme.deliveries.list(ofAcme.id, {})).data;
  await acme.deliveries.replay(id);
  await world.until(async () => (await acme.deliveries.get(id)).state === "succeeded");
  expect(await acme.deliveries.replayMany(ofAcme.id, { state: "succeeded" })).toEqual({ replayed: 1 });
  await world.until(() => ofAcme.receiver.received.length === 3);
  await acme.endpoints.delete(ofAcme.id);
  expect((await acme.endpoints.list({})).data).toEqual([]);
});

test("an endpoint of a tenant cannot ask for the events of a foreign stream", async () => {
  const { store, outbox, acme } = await openTenants();
  const [own, foreign, free] = [
    sampleStream({ tenantId: "acme" }),
    sampleStream({ tenantId: "other" }),
    sampleStream(),
  ];
  await store.write(function* () {
    for (const stream of [own, foreign, free]) yield* insertStream(stream);
  });
  const url = "http://127.0.0.1:1/";
  const { endpoint } = await acme.endpoints.create({ url, streamId: own.id });
  for (const streamId of [foreign.id, free.id]) {
    const refusal = { code: "invalid_argument", issues: [{ path: "streamId" }] };
    await expect(acme.endpoints.create({ url, streamId })).rejects.toMatchObject(refusal);
    await expect(acme.endpoints.update(endpoint.id, { streamId })).rejects.toMatchObject(refusal);
    // Nor can somebody who sees all do so for it: it would never be sent anything.
    await expect(outbox.endpoints.update(endpoint.id, { streamId })).rejects.toMatchObject(refusal);
  }
});
