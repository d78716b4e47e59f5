import { expect, test } from "vitest";
import { openTestControl } from "../test-control.test.support.ts";
import { makeSides } from "./sides.test.support.ts";

const context = () => ({ signal: AbortSignal.timeout(5000) });

const targets = [
  { name: "Twitch", reference: "twitch", destination: { preset: "twitch", streamKey: "live_planted_1" } },
  { name: "Own", destination: { url: "rtmps://live.example.com/app", streamKey: "planted/2?x=y" }, enabled: false },
  { name: "Far", destination: { url: "srt://live.example.com:9000", streamId: "planted-3" } },
];

test("a stream goes round all providers and keeps what the plans do not take", async () => {
  const sides = await makeSides();
  await using stage = await openTestControl(sides.providers);
  const { streams } = stage.control;
  const metadata = { room: "7" };
  const { stream } = await streams.create({ provider: "mux", name: "Show", reference: "r-1", metadata, targets });
  const before = await streams.get(stream.id);
  const round = ["livepeer", "castr", "selfhost", "mux"] as const;
  for (const [index, provider] of round.entries()) {
    const from = index === 0 ? "mux" : round[index - 1];
    const { applied, plan, ingest, stream: after } = await streams.switch(stream.id, { provider, dryRun: false });
    expect({ applied, from: plan.from, to: plan.to, ingest: plan.ingest }).toEqual({
      applied: true,
      from,
      to: provider,
      ingest: "new",
    });
    expect(ingest).toEqual(await streams.getIngest(stream.id));
    expect(after).toMatchObject({
      id: before.id,
      provider,
      name: "Show",
      reference: "r-1",
      metadata,
      enabled: true,
      status: { state: "idle" },
      bindings: [{ provider }],
    });
    const wishes = (after?.targets ?? []).map(({ id, name, enabled, destination, reference }) => ({
      id,
      name,
      enabled,
      destination,
      reference,
    }));
    expect(wishes).toEqual(
      before.targets?.map(({ id, name, enabled, destination, reference }) => ({
        id,
        name,
        enabled,
        destination,
        reference,
      })),
    );
    const lost = plan.lost.flatMap(({ targetId, what }) => (targetId === undefined ? [] : [{ targetId, what }]));
    const far = before.targets?.[2]?.id;
    expect(lost).toEqual(provider === "castr" || provider === "selfhost" ? [{ targetId: far, what: "target" }] : []);
    const pending = (after?.targets ?? []).filter((target) => target.pending).map(({ id }) => id);
    expect(pending).toEqual(lost.map(({ targetId }) => targetId));
  }
  // Every side that was left is empty.
  const left = await Promise.all(
    (["livepeer", "castr", "selfhost"] as const).map(async (provider) => {
      const { data } = await sides.providers[provider].streams.list({ limit: 10 }, context());
      return data.length;
    }),
  );
  expect(left).toEqual([0, 0, 0]);
  const { data } = await sides.providers.mux.streams.list({ limit: 10 }, context());
  expect(data).toHaveLength(1);
  const kept = await sides.providers.mux.targets.destinations?.(data[0]?.id ?? "", context());
  expect([...(kept?.values() ?? [])]).toEqual([targets[0]?.destination, targets[2]?.destination]);
  expect(stage.lines.join("\n")).not.toContain("planted");
  const told = (await stage.events()).filter(({ type }) => type === "stream.updated");
  expect(told.map((event) => ("stream" in event.data ? [event.data.changed, event.data.previous] : []))).toEqual([
    [["provider", "ingest"], { provider: "mux" }],
    [["provider", "ingest"], { provider: "livepeer" }],
    [["provider", "ingest"], { provider: "castr" }],
    [["provider", "ingest"], { provider: "selfhost" }],
  ]);
});
