import { describe, expect, test } from "vitest";
import { aRule, aStream, aTarget, someCapabilities } from "../fixtures.test.support.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { CreateTargetInput } from "../model/inputs.ts";
import type { Target } from "../model/target.ts";
import { createMultistream } from "./create-multistream.ts";
import { createFake } from "./fake-adapter.test.support.ts";

const changes = new Set(["targets.create", "targets.update", "targets.delete"]);

function wish(name: string, differences: Partial<CreateTargetInput> = {}): CreateTargetInput {
  return { name, destination: { url: "rtmp://example.com/live", streamKey: "some-stream-key" }, ...differences };
}

/** A target that is what `wish(name)` asks for. */
function present(name: string, differences: Partial<Target> = {}): Target {
  const destination = {
    redacted: true,
    protocol: "rtmp",
    host: "example.com",
    app: "live",
    keyHint: "…-key",
  } as const;
  return aTarget({ id: `id-${name}`, name, destination, ...differences });
}

function setUp(targets: Target[], capabilities: Partial<Capabilities> = {}, hasDestination?: boolean) {
  const fake = createFake({ streams: [aStream({ targets })], capabilities: someCapabilities(capabilities) });
  const told = hasDestination === undefined ? {} : { hasDestination: async () => hasDestination };
  const provider = { ...fake.adapter, targets: { ...fake.adapter.targets, ...told } };
  const live = createMultistream({ provider });
  const made = (): string[] => fake.calls.filter((call) => changes.has(call));
  return { fake, live, made };
}

describe("the whole list of targets", () => {
  test("what is missing is created, what is not in it is deleted, and deletes come first", async () => {
    const { live, made } = setUp([present("A"), present("B")], {}, true);
    await live.streams.update("s1", { targets: [wish("B"), wish("C")] });
    expect(made()).toEqual(["targets.delete", "targets.create"]);
  });

  test("a list that is there already changes nothing", async () => {
    const { live, made } = setUp([present("A"), present("B")], {}, true);
    await live.streams.update("s1", { targets: [wish("B"), wish("A")] });
    expect(made()).toEqual([]);
  });

  test("the caller's own id counts before the name", async () => {
    const { live, fake, made } = setUp([present("A", { reference: "one" })], {}, true);
    await live.streams.update("s1", { targets: [wish("Renamed", { reference: "one" })] });
    expect(made()).toEqual(["targets.update"]);
    expect(fake.given).toEqual({ name: "Renamed" });
  });

  test("what differs is updated with just that", async () => {
    const { live, fake } = setUp([present("A")], {}, true);
    await live.streams.update("s1", { targets: [wish("A", { enabled: false, rendition: "720p" })] });
    expect(fake.given).toEqual({ enabled: false, rendition: "720p" });
  });

  test("another destination is an update", async () => {
    const { live, fake } = setUp([present("A")], {}, false);
    await live.streams.update("s1", { targets: [wish("A")] });
    expect(fake.given).toEqual({ destination: wish("A").destination });
  });

  test("where nobody can tell, the destination is sent again if the provider takes it at any time", async () => {
    const { live, made } = setUp([present("A")]);
    await live.streams.update("s1", { targets: [wish("A")] });
    expect(made()).toEqual(["targets.update"]);
  });

  test("where nobody can tell and it cannot be sent again, what looks the same is taken for the same", async () => {
    const table = someCapabilities();
    const never = aRule({ idle: "refused", live: "refused" });
    const target = { ...table.target, update: { ...table.target.update, destination: never } };
    const { live, made } = setUp([present("A")], { target });
    await live.streams.update("s1", { targets: [wish("A")] });
    expect(made()).toEqual([]);
    const other = wish("A", { destination: { url: "rtmp://example.com/live", streamKey: "another-key-x" } });
    await expect(live.streams.update("s1", { targets: [other] })).rejects.toMatchObject({ code: "unsupported" });
  });

  test("a target that the provider has linked elsewhere stays", async () => {
    const linked = present("Page", { notices: [{ code: "linked_read_only", message: "Linked in the dashboard." }] });
    const { live, made } = setUp([linked], {}, true);
    await live.streams.update("s1", { targets: [] });
    expect(made()).toEqual([]);
  });

  test("a refused change is refused before the first one is made", async () => {
    const table = someCapabilities();
    const target = { ...table.target, delete: aRule({ live: "refused" }) };
    const { live, fake, made } = setUp([present("A"), present("B")], { target }, true);
    fake.streams.set("s1", aStream({ targets: [present("A")], status: { state: "live", source: "relay" } }));
    const asked = live.streams.update("s1", { targets: [wish("B")] });
    await expect(asked).rejects.toMatchObject({ code: "not_idle", operation: "target.delete" });
    expect(made()).toEqual([]);
  });

  test("more than the provider takes is refused before any call", async () => {
    const { live, fake } = setUp([], { limits: { targetsPerStream: 1 } });
    const asked = live.streams.update("s1", { targets: [wish("A"), wish("B")] });
    await expect(asked).rejects.toMatchObject({ code: "limit_exceeded" });
    expect(fake.calls).toEqual([]);
  });

  test("two wishes for one target are refused, with the field", async () => {
    const { live } = setUp([]);
    const asked = live.streams.update("s1", { targets: [wish("A"), wish("A")] });
    await expect(asked).rejects.toMatchObject({ code: "invalid_argument", issues: [{ path: "targets" }] });
  });

  test("fields of the stream change in the same call", async () => {
    const { live, fake } = setUp([present("A")], {}, true);
    const stream = await live.streams.update("s1", { name: "New", targets: [] });
    expect(fake.calls.filter((call) => call !== "streams.get")).toEqual(["streams.update", "targets.delete"]);
    expect(stream.id).toBe("s1");
  });

  test("when a later change fails, the outcome is unknown, and the same list does the rest", async () => {
    const fake = createFake({ streams: [aStream({ targets: [present("A")] })] });
    const live = createMultistream({ provider: fake.adapter });
    const create = fake.adapter.targets.create.bind(fake.adapter.targets);
    fake.adapter.targets.create = () => Promise.reject(new MultistreamError("forbidden", "no"));
    const asked = live.streams.update("s1", { targets: [wish("B")] });
    await expect(asked).rejects.toMatchObject({
      code: "forbidden",
      outcome: "unknown",
      hint: expect.stringContaining("send the same again"),
    });
    fake.adapter.targets.create = create;
    const { targets } = await live.streams.update("s1", { targets: [wish("B")] });
    expect(targets?.map(({ name }) => name)).toContain("B");
  });

  test("two equal lists at once make one list", async () => {
    const { live, fake } = setUp([]);
    const list = { targets: [wish("A"), wish("B")] };
    await Promise.all([live.streams.update("s1", list), live.streams.update("s1", list)]);
    expect(fake.calls.filter((call) => call === "targets.create")).toHaveLength(2);
  });

  test("every target that is made has a key of its own", async () => {
    const fake = createFake({ streams: [aStream({ targets: [] })] });
    const live = createMultistream({ provider: fake.adapter });
    const keys: (string | undefined)[] = [];
    const create = fake.adapter.targets.create.bind(fake.adapter.targets);
    fake.adapter.targets.create = (id, input, context) => {
      keys.push(context.idempotencyKey);
      return create(id, input, context);
    };
    await live.streams.update("s1", { targets: [wish("A"), wish("B", { reference: "r" })] }, { idempotencyKey: "k" });
    expect(keys).toEqual(["k A", "k r"]);
  });
});
