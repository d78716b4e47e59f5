import { expect, test } from "vitest";
import * as z from "zod";
import { seededRandom, type SeededRandom } from "../harness/seeded-random.ts";
import { openSwitchStage, places } from "./switch-stage.ts";

const planSchema = z.object({
  refused: z.array(z.object({ code: z.string() })),
  created: z.array(z.object({ targetId: z.string() })),
  lost: z.array(z.object({ targetId: z.string().optional(), what: z.string() })),
});
type Plan = z.output<typeof planSchema>;
const planned = z.object({ plan: planSchema });

const targetSchema = z.object({
  id: z.string(),
  enabled: z.boolean(),
  rendition: z.string(),
  videoOnly: z.boolean().optional(),
  bindings: z.array(z.object({ id: z.string() })),
  pending: z.looseObject({}).optional(),
});
type Stage = Awaited<ReturnType<typeof openSwitchStage>>;

const streamSchema = z.object({ id: z.string(), provider: z.string(), targets: z.array(targetSchema) });
type Stream = z.output<typeof streamSchema>;
const failure = z.object({ code: z.string().optional() });
const withStream = z.object({ stream: streamSchema });

const destinations = [
  { url: "rtmp://live.example.com/app", streamKey: "planted-a" },
  { url: "rtmp://live.example.com/app", streamKey: "planted-b?x=/y" },
  // The same place with the same key as the first one.
  { url: "rtmp://live.example.com:1935/app", streamKey: "planted-a" },
  { url: "rtmps://live.example.com/app", streamKey: "planted-c" },
  { url: "srt://live.example.com:9000", streamId: "planted-d" },
  { preset: "twitch", streamKey: "planted-e" },
];

/** For Livepeer. */
const tooLong = Object.fromEntries(["a", "b", "c", "d", "e"].map((key) => [key, "7".repeat(450)]));

/** What a stream is made as; not every provider takes every one. */
function randomStream(random: SeededRandom, from: string): unknown {
  const pick = <T>(list: readonly T[]): T | undefined => list[random.whole(0, list.length - 1)];
  // What it takes itself: no SRT at Castr and at the relay, no place twice at Livepeer.
  const pool = destinations.filter(
    ({ url }) => url?.startsWith("srt") !== true || from === "mux" || from === "livepeer",
  );
  const once = random.shuffled(pool.slice(1));
  const takes = (index: number) => (from === "livepeer" ? once[index] : pick(pool));
  const targets = Array.from({ length: random.whole(0, from === "livepeer" ? once.length : 9) }, (_none, index) => ({
    name: `T ${index}`,
    destination: takes(index),
    enabled: random.chance(0.7),
    ...(from === "livepeer" ? { rendition: pick(["source", "source", "720p0"]), videoOnly: random.chance(0.2) } : {}),
    ...(random.chance(0.3) ? { reference: `r-${index}` } : {}),
  }));
  return {
    provider: from,
    name: "Show",
    enabled: random.chance(0.8),
    targets,
    ...(random.chance(0.6) ? { reference: pick(["own", "polycast:name:own"]) } : {}),
    ...(random.chance(0.3) ? { metadata: random.chance(0.5) ? { room: "7" } : tooLong } : {}),
  };
}

/** What became of a stream, as far as it can be seen of it. */
function outcomeOf({ targets }: Stream, before: Stream) {
  const old = new Map(before.targets.map((target) => [target.id, target]));
  const isEncodedOtherwise = ({ id, rendition, videoOnly = false }: Stream["targets"][number]): boolean => {
    const was = old.get(id);
    return was?.rendition !== rendition || (was.videoOnly ?? false) !== videoOnly;
  };
  return {
    there: targets.filter(({ bindings }) => bindings.length > 0).map(({ id }) => id),
    open: targets.filter(({ pending }) => pending).map(({ id }) => id),
    encodedOtherwise: targets.filter(isEncodedOtherwise).map(({ id }) => id),
  };
}

/** The same as its plan says it. Where there is no switch, nothing is open of a target that is off. */
function promiseOf({ created, lost }: Plan, { targets }: Stream, hasSwitch: boolean): ReturnType<typeof outcomeOf> {
  const of = (what: string): string[] => lost.flatMap((one) => (one.what === what ? (one.targetId ?? []) : []));
  const open = targets.filter(({ id, enabled }) => (enabled || hasSwitch) && of("target").includes(id));
  return {
    there: created.map(({ targetId }) => targetId),
    open: open.map(({ id }) => id),
    encodedOtherwise: of("rendition"),
  };
}

/** Moves a stream as its plan was told. @returns what came of it, and what the plan says of that */
async function move(stage: Stage, before: Stream, provider: string) {
  const path = `/v1/streams/${before.id}/switch`;
  const { plan } = planned.parse((await stage.call("POST", path, { provider })).json);
  const { status, json } = await stage.call("POST", path, { provider, dryRun: false });
  const [refusal] = plan.refused;
  if (refusal || status !== 200) return { came: failure.parse(json), promised: { code: refusal?.code } };
  const came = outcomeOf(withStream.parse(json).stream, before);
  const promised = promiseOf(plan, before, provider !== "mux");
  return { came: { plan: planned.parse(json).plan, ...came }, promised: { plan, ...promised } };
}

test("whatever a stream is, what its plan says is what becomes of it", async () => {
  await using stage = await openSwitchStage();
  const random = seededRandom(20_261_123);
  const counts = { moved: 0, refused: 0 };
  for (const from of places) {
    for (let round = 0; round < 6; round += 1) {
      const asked = randomStream(random, from);
      const others = places.filter((place) => place !== from);
      const provider = others[random.whole(0, others.length - 1)] ?? "";
      const made = await stage.call("POST", "/v1/streams", asked);
      // Its own provider does not take it.
      if (made.status !== 201) continue;
      const { came, promised } = await move(stage, withStream.parse(made.json).stream, provider);
      expect({ asked, provider, came }).toEqual({ asked, provider, came: promised });
      counts["plan" in came ? "moved" : "refused"] += 1;
    }
  }
  expect(counts).toEqual({ moved: expect.toSatisfy(isSome), refused: expect.toSatisfy(isSome) });
}, 60_000);

function isSome(count: number): boolean {
  return count > 0;
}
