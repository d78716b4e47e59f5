import { expect, test } from "vitest";
import * as z from "zod";
import { openSwitchStage } from "./switch-stage.ts";

const targetSchema = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  destination: z.looseObject({}),
  reference: z.string().optional(),
  pending: z.looseObject({}).optional(),
});
const streamSchema = z.looseObject({
  id: z.string(),
  provider: z.string(),
  bindings: z.array(z.object({ id: z.string() })),
  targets: z.array(targetSchema),
});
const createdSchema = z.object({ stream: streamSchema });
const lostSchema = z.object({ targetId: z.string().optional(), what: z.string() });
const switchedSchema = z.object({
  applied: z.literal(true),
  plan: z.object({ from: z.string(), to: z.string(), lost: z.array(lostSchema) }),
  stream: streamSchema,
  ingest: z.array(z.looseObject({ url: z.string() })),
});

const targets = [
  { name: "Twitch", reference: "twitch", destination: { preset: "twitch", streamKey: "live_planted_1" } },
  { name: "Own", destination: { url: "rtmps://live.example.com/app", streamKey: "planted/2?x=y" }, enabled: false },
  { name: "Far", destination: { url: "srt://live.example.com:9000", streamId: "planted-3" } },
];

test("a stream goes round all providers and keeps everything but what the plans say", async () => {
  await using stage = await openSwitchStage();
  const { providers, lines } = stage;
  const context = { signal: new AbortController().signal };
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const { status, json } = await stage.call(method, path, body);
    expect([status, method, path]).toEqual([expect.toSatisfy((answered: number) => answered < 300), method, path]);
    return json;
  };
  const body = { name: "Show", reference: "r-1", metadata: { room: "7" }, targets };
  const { stream: before } = createdSchema.parse(await call("POST", "/v1/streams", body));
  const wishes = ({ targets: shown }: z.output<typeof streamSchema>) =>
    shown.map(({ id, name, enabled, destination, reference }) => ({ id, name, enabled, destination, reference }));
  const far = before.targets[2]?.id;
  for (const provider of ["livepeer", "castr", "selfhost", "mux"]) {
    const answer = await call("POST", `/v1/streams/${before.id}/switch`, { provider, dryRun: false });
    const { plan, stream, ingest } = switchedSchema.parse(answer);
    expect(stream).toMatchObject({
      id: before.id,
      provider,
      name: "Show",
      reference: "r-1",
      metadata: { room: "7" },
    });
    expect(wishes(stream)).toEqual(wishes(before));
    const lost = plan.lost.flatMap(({ targetId, what }) => (targetId === undefined ? [] : [{ targetId, what }]));
    const takesSrt = provider === "livepeer" || provider === "mux";
    expect(lost).toEqual(takesSrt ? [] : [{ targetId: far, what: "target" }]);
    expect(stream.targets.filter(({ pending }) => pending).map(({ id }) => id)).toEqual(takesSrt ? [] : [far]);
    expect(await call("GET", `/v1/streams/${before.id}/ingest`)).toEqual({ data: ingest });
  }
  const after = streamSchema.parse(await call("GET", `/v1/streams/${before.id}`));
  const at = after.bindings[0]?.id ?? "";
  const keys = await providers.mux.targets.destinations?.(at, context);
  expect([...(keys?.values() ?? [])]).toEqual([
    targets[0]?.destination,
    { url: "srt://live.example.com:9000?streamid=planted-3" },
  ]);
  // Every side that was left is empty.
  for (const [name, { streams }] of Object.entries(providers)) {
    expect((await streams.list({ limit: 10 }, context)).data.map(({ id }) => id)).toEqual(name === "mux" ? [at] : []);
  }
  expect(lines.join("\n")).not.toContain("planted");
});
