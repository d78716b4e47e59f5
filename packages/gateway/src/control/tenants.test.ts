import { fakeProvider } from "@polycast/core/testing";
import { describe, expect, test } from "vitest";
import { openTestControl } from "./test-control.test.support.ts";

const target = { name: "T", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key" } };

async function open() {
  const opened = await openTestControl({ fake: fakeProvider().provider });
  const { control } = opened;
  const [acme, other] = [control.forTenant("acme"), control.forTenant("other")];
  const { stream } = await acme.streams.create({ name: "Show", targets: [target] });
  const [made] = stream.targets ?? [];
  const path = { streamId: stream.id, id: made?.id ?? "" };
  const places = [stream.id, `fake:${stream.bindings?.[0]?.id}`];
  return { opened, control, acme, other, stream, path, places };
}

const notFound = { code: "not_found" };

describe("what is one tenant's", () => {
  test("is seen by that one, and by who acts for none; its events carry it", async () => {
    const world = await open();
    await using _opened = world.opened;
    expect(world.stream.tenantId).toBe("acme");
    await world.other.streams.create({ name: "Theirs", targets: [target] });
    await world.control.streams.create({ name: "Nobody's" });
    const names = async (streams: typeof world.acme.streams) => (await streams.list({})).data.map(({ name }) => name);
    expect(await names(world.acme.streams)).toEqual(["Show"]);
    expect(await names(world.other.streams)).toEqual(["Theirs"]);
    expect(await names(world.control.streams)).toEqual(["Nobody's", "Theirs", "Show"]);
    expect((await world.acme.targets.find({})).data.map(({ id }) => id)).toEqual([world.path.id]);
    const told = (await world.acme.events.list({})).data;
    expect(new Set(told.map(({ tenantId }) => tenantId))).toEqual(new Set(["acme"]));
    expect(told.length).toBeGreaterThan(0);
    const { snapshot } = await world.other.events.follow({});
    expect(snapshot?.streams.map(({ name }) => name)).toEqual(["Theirs"]);
  });

  test("is not there for another one, whatever is asked of it", async () => {
    const world = await open();
    await using _opened = world.opened;
    const { streams, targets, events, viewTokens } = world.other;
    for (const id of world.places) {
      const path = { ...world.path, streamId: id };
      for (const call of [
        streams.get(id),
        streams.update(id, { name: "x" }),
        streams.end(id),
        streams.getIngest(id),
        streams.rotateIngest(id),
        streams.actions(id),
        targets.list(id),
        targets.create(id, target),
        targets.replace(id, []),
        targets.get(path),
        targets.update(path, { name: "x" }),
        targets.restart(path),
        events.follow({ streamId: id }),
        viewTokens.create(id, {}),
      ]) {
        await expect(call).rejects.toMatchObject(notFound);
      }
      // To delete what is not there is a success, and deletes nothing.
      expect([await streams.delete(id), await targets.delete(path)]).toEqual([{}, {}]);
      expect((await targets.find({ streamId: id })).data).toEqual([]);
      expect((await events.list({ streamId: id })).data).toEqual([]);
    }
    expect(await world.acme.targets.get(world.path)).toMatchObject({ name: "T" });
  });

  test("can be made for another one only by who acts for none", async () => {
    const world = await open();
    await using _opened = world.opened;
    const input = { name: "Show", tenantId: "other" };
    await expect(world.acme.streams.create(input)).rejects.toMatchObject({ code: "forbidden" });
    expect((await world.control.streams.create(input)).stream.tenantId).toBe("other");
  });
});
