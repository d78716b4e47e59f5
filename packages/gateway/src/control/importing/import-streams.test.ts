import { MultistreamError, type ProviderAdapter } from "@polycast/core";
import { createStreamSchema } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { changesSince, makeSides } from "../switching/sides.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";

const context = () => ({ signal: AbortSignal.timeout(5000) });
const destinations = [
  { preset: "twitch", streamKey: "live_planted_1" },
  { url: "rtmps://live.example.com:443/app", streamKey: "planted/2?x=y" },
] as const;

/** A stream that somebody has made without the gateway. */
async function makeThere(adapter: ProviderAdapter, name = "Old show"): Promise<string> {
  const targets = destinations.map((destination, index) => ({ name: `T${index + 1}`, destination }));
  const { stream } = await adapter.streams.create(createStreamSchema.parse({ name, targets }), context());
  return stream.id;
}

test.each(["mux", "castr"] as const)(
  "what %s has is taken over with its keys, untouched, and once",
  async (provider) => {
    const sides = await makeSides();
    await using stage = await openTestControl(sides.providers);
    const { streams } = stage.control;
    const id = await makeThere(sides.providers[provider]);
    const begin = sides.fakes[provider].callCount();

    const dry = await streams.import({ provider });
    expect(dry.data).toMatchObject([
      { providerId: id, name: "Old show", targets: [{ enabled: true }, { enabled: true }], notices: [] },
    ]);
    expect(dry.data[0]).not.toHaveProperty("imported");
    expect((await streams.list({})).data).toEqual([]);

    const { data } = await streams.import({ provider, dryRun: false, tenantId: "b" });
    const ours = data[0]?.imported ?? "";
    expect(ours).toMatch(/^str_/u);
    expect(changesSince(sides.fakes[provider], begin)).toEqual([]);
    const stream = await streams.get(`${provider}:${id}`);
    expect(stream).toMatchObject({
      id: ours,
      provider,
      name: "Old show",
      tenantId: "b",
      status: { state: "idle" },
      bindings: [{ id }],
    });
    expect(stream.targets?.map(({ notices, pending }) => [notices, pending])).toEqual([
      [[], undefined],
      [[], undefined],
    ]);
    expect(await streams.getIngest(ours)).toEqual(await sides.providers[provider].streams.getIngest(id, context()));

    const again = await streams.import({ provider, dryRun: false, ids: [id] });
    expect(again.data).toMatchObject([{ providerId: id, already: ours }]);
    expect((await stage.events()).map(({ type }) => type)).toEqual([
      "stream.created",
      "target.created",
      "target.created",
    ]);

    // The keys are here: another provider gets them.
    await streams.switch(ours, { provider: "livepeer", dryRun: false });
    await streams.switch(ours, { provider: "mux", dryRun: false }).catch(() => undefined);
    const at = (await streams.get(ours)).bindings?.[0]?.id ?? "";
    const kept = await sides.providers.mux.targets.destinations?.(at, context());
    expect([...(kept?.values() ?? [])]).toEqual(destinations);
    expect(stage.lines.join("\n")).not.toContain("planted");
  },
);

test("a key that cannot be read is asked for, and makes the target whole", async () => {
  const sides = await makeSides();
  await using stage = await openTestControl(sides.providers);
  const { streams, targets } = stage.control;
  const id = await makeThere(sides.providers.livepeer);
  const lacking = { code: "needs_key" };
  expect((await streams.import({ provider: "livepeer" })).data).toMatchObject([{ notices: [lacking, lacking] }]);
  const { data } = await streams.import({ provider: "livepeer", dryRun: false });
  expect(data).toMatchObject([{ providerId: id, notices: [lacking, lacking] }]);
  const ours = data[0]?.imported ?? "";
  const [first, second] = await targets.list(ours);
  expect(first).toMatchObject({ name: "T1", enabled: true, notices: [lacking] });

  // What needs no key is done all the same.
  const path = { streamId: ours, id: first?.id ?? "" };
  expect(await targets.update(path, { enabled: false, name: "Renamed" })).not.toHaveProperty("pending");
  const plan = (await streams.switch(ours, { provider: "mux" })).plan;
  expect(plan.lost.filter(({ what }) => what === "target").map(({ targetId }) => targetId)).toEqual([
    first?.id,
    second?.id,
  ]);
  const whole = await targets.update(path, { destination: destinations[0], enabled: true });
  expect(whole.notices.map(({ code }) => code)).not.toContain("needs_key");
  expect(whole).not.toHaveProperty("pending");
  const { stream } = await streams.switch(ours, { provider: "mux", dryRun: false });
  expect(stream?.targets?.map(({ name, pending }) => [name, pending?.error?.code])).toEqual([
    ["Renamed", undefined],
    ["T2", "invalid_argument"],
  ]);
});

test("where a target sends to is not made up where its provider does not tell", async () => {
  const sides = await makeSides();
  const { livepeer } = sides.providers;
  const list: typeof livepeer.streams.list = async (query, given) => {
    const page = await livepeer.streams.list(query, given);
    const data = page.data.map((stream) => {
      const targets = stream.targets?.map((target) =>
        Object.assign(target, { destination: { redacted: true } as const }),
      );
      return Object.assign(stream, targets && { targets });
    });
    return { ...page, data };
  };
  await using stage = await openTestControl({ livepeer: { ...livepeer, streams: { ...livepeer.streams, list } } });
  await makeThere(livepeer);
  const { data } = await stage.control.streams.import({ provider: "livepeer", dryRun: false });
  expect(data[0]?.targets.map(({ destination }) => destination)).toEqual([{ redacted: true }, { redacted: true }]);
  const targets = await stage.control.targets.list(data[0]?.imported ?? "");
  expect(targets.map(({ destination, notices }) => [destination, notices.map(({ code }) => code)])).toEqual([
    [{ redacted: true }, ["needs_key"]],
    [{ redacted: true }, ["needs_key"]],
  ]);
});

test("one that cannot be taken over keeps the others from nothing", async () => {
  const sides = await makeSides();
  const { castr } = sides.providers;
  let bad = "";
  const getIngest: typeof castr.streams.getIngest = async (id, given) => {
    if (id === bad) throw new MultistreamError("not_found", "planted");
    return castr.streams.getIngest(id, given);
  };
  const failing = { ...castr, streams: { ...castr.streams, getIngest } };
  await using stage = await openTestControl({ castr: failing });
  [bad = ""] = [await makeThere(castr, "Bad"), await makeThere(castr, "Good")];
  const { data } = await stage.control.streams.import({ provider: "castr", dryRun: false });
  const byName = new Map(data.map((one) => [one.name, one]));
  expect(byName.get("Bad")).toMatchObject({ error: { code: "not_found" } });
  expect(byName.get("Good")?.imported).toMatch(/^str_/u);
});
