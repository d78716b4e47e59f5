import { fakeProvider } from "@polycast/core/testing";
import { expect, test, vi } from "vitest";
import { destinationPlace, ingestPlace, insertStream, insertTarget, openStore, openVault } from "../store/index.ts";
import { sampleStream, sampleTarget } from "../store/sample-records.test.support.ts";
import { temporaryDirectory } from "../store/temporary-store.test.support.ts";
import { createTeller } from "./teller.test.support.ts";
import { openTestControl } from "./test-control.test.support.ts";

const destination = { url: "rtmp://live.example.net/app", streamKey: "planted-key" };

/** A control plane that finds a tenant's stream with two targets, one of which its provider does not have. */
async function open() {
  const dataDir = temporaryDirectory();
  const store = openStore({ dataDir });
  const { sealer } = await openVault(store, { dataDir });
  const ingestSealed = sealer.seal("[]", ingestPlace("str_a"));
  const sealed = (id: string) => ({
    destinationSealed: sealer.seal(JSON.stringify(destination), destinationPlace(id)),
  });
  const { providerId: _none, ...unplaced } = sampleTarget("str_a", { id: "tgt_unplaced", ...sealed("tgt_unplaced") });
  await store.write(function* () {
    yield* insertStream(
      sampleStream({ id: "str_a", provider: "fake", providerId: "stream-1", tenantId: "acme", ingestSealed }),
    );
    yield* insertTarget(sampleTarget("str_a", { id: "tgt_a", providerId: "target-2", ...sealed("tgt_a") }));
    yield* insertTarget(unplaced);
  });
  await store.close();
  const fake = fakeProvider();
  const { provider } = fake;
  const restore = vi.spyOn(provider, "restore");
  const { adapter, tell } = createTeller(provider);
  return { ...(await openTestControl({ fake: adapter }, { dataDir })), tell, restore, calls: () => fake.calls() };
}

test("the tenant of a stream is told with it, and with all events about it and its targets", async () => {
  await using opened = await open();
  const { streams, targets } = opened.control;
  expect(await streams.get("str_a")).toMatchObject({ tenantId: "acme" });
  await streams.update("str_a", { name: "Vespers" });
  await targets.update({ streamId: "str_a", id: "tgt_a" }, { name: "Kick" });
  await targets.delete({ streamId: "str_a", id: (await targets.create("str_a", { name: "New", destination })).id });
  const seen = { occurredAt: new Date().toISOString(), streamId: "stream-1" };
  opened.tell({ ...seen, kind: "stream", status: { state: "live", source: "relay" } });
  opened.tell({ ...seen, kind: "target", targetId: "target-2", status: { state: "live", source: "relay" } });
  await opened.eventOf("target.live");
  await streams.delete("str_a");
  const told = await opened.events();
  const ofStream = ["stream.idle", "stream.updated", "stream.live", "stream.deleted"];
  const ofTargets = ["target.idle", "target.created", "target.updated", "target.live", "target.deleted"];
  expect(new Set(told.map(({ type }) => type))).toEqual(new Set(ofStream.concat(ofTargets)));
  expect(new Set(told.map(({ tenantId }) => tenantId))).toEqual(new Set(["acme"]));
});

test("a target that its provider does not have is bound to nothing, handed back to nobody, and goes without a call", async () => {
  await using opened = await open();
  const { targets } = opened.control;
  const path = { streamId: "str_a", id: "tgt_unplaced" };
  expect(await targets.get(path)).toMatchObject({ bindings: [], pending: { changes: ["create"] } });
  expect(opened.restore.mock.lastCall?.[0]).toMatchObject([{ id: "stream-1", targets: [{ id: "target-2" }] }]);
  await expect(targets.restart(path)).rejects.toMatchObject({ code: "conflict", provider: "fake" });
  expect(await targets.delete(path)).toEqual({});
  expect(opened.calls()).not.toContain("targets.delete");
  await expect(targets.get(path)).rejects.toMatchObject({ code: "not_found" });
});
