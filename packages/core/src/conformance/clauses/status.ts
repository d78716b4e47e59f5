import { timestampSchema } from "../../model/common.ts";
import type { Stream } from "../../model/stream.ts";
import type { Target } from "../../model/target.ts";
import { all, type Clause, clause, has, needs } from "../clause.ts";
import { mustEqual, mustExist, mustFit, mustHold } from "../must.ts";
import type { Scene } from "../scene.ts";
import { sees } from "../sees.ts";

const isLive = ({ status }: Target): boolean => status.state === "live";
const isFailing = ({ status }: Target): boolean => status.state === "retrying" || status.state === "failed";
const isOff = ({ status }: Target): boolean => status.state === "idle" || status.state === "unknown";
const isOver = (read: Stream): boolean => read.status.state === "idle" && (read.targets ?? []).every(isOff);
const isAway = (read: Stream): boolean =>
  isOver(read) || (read.status.state === "reconnecting" && (read.targets ?? []).every(isOff));
const LIVE = "A wanted target goes live with its stream.";
const LOOKS = 10;
const LOOK_MS = 500;
const FAILS = "A target whose destination refuses is retrying or failed.";

const breaks = (scene: Scene) =>
  all(
    needs(scene.harness.destinations, "the harness breaks no destinations"),
    scene.capabilities.status.states.includes("retrying") ? sees(scene, "retrying") : sees(scene, "failed"),
  );

/** What is observed. */
export const statusClauses: readonly Clause[] = [
  clause("status.idle", "Without media a stream and its targets are idle", async (scene) => {
    const { stream } = await scene.stage(2);
    const rule = "Without media nothing is live.";
    const read = await scene.untilStream(stream.id, ({ status }) => status.state === "idle", rule);
    for (const target of read.targets ?? []) mustHold(isOff(target), rule, "an idle target", target.status.state);
  }),

  clause(
    "status.live",
    "With media a stream is live, and so is every wanted target",
    async (scene) => {
      const { stream, targets } = await scene.stage(2);
      await scene.goLive(stream.id);
      for (const target of targets) await scene.untilTarget(target, isLive, LIVE);
      const read = await scene.client.streams.get(stream.id);
      mustEqual([read.status.state, read.targets?.map(({ status }) => status.state)], ["live", ["live", "live"]], LIVE);
    },
    (scene) => sees(scene, "live"),
  ),

  clause("status.stream-live", "With media a stream is live, and without it no longer", async (scene) => {
    const { stream } = await scene.stage(0);
    await scene.goLive(stream.id);
    await scene.harness.encoder.end(stream.id);
    await scene.untilStream(stream.id, ({ status }) => status.state === "idle", "A stream that ends is idle.");
  }),

  clause(
    "status.broken",
    "A target whose destination refuses is retrying or failed, and says why as far as the table says",
    async (scene) => {
      const { target } = await liveTarget(scene);
      await scene.harness.destinations?.break(target);
      const { status } = await scene.untilTarget(target, isFailing, FAILS);
      if (!scene.capabilities.status.reasons) return;
      const reason = mustExist(status.reason, "A target that fails says why.", "a reason");
      mustHold(reason.message.length > 0, "A reason has a message for people.", "a message", reason);
    },
    breaks,
  ),

  clause(
    "status.no-guess",
    "A target whose destination has refused from the beginning is never told to be live",
    async (scene) => {
      const staged = await scene.stage(2);
      const target = scene.first(staged);
      await scene.harness.destinations?.break(target);
      await scene.goLive(staged.stream.id);
      for (let look = 0; look < LOOKS; look += 1) {
        await scene.harness.advance(LOOK_MS);
        await scene.feed();
        const { status } = await scene.client.targets.get(target);
        mustHold(status.state !== "live", "Nobody is live by assumption.", "any other state", status.state);
      }
    },
    (scene) => needs(scene.harness.destinations, "the harness breaks no destinations"),
  ),

  clause(
    "status.healed",
    "A target whose destination accepts again is live again",
    async (scene) => {
      const { target } = await liveTarget(scene);
      await scene.harness.destinations?.break(target);
      await scene.untilTarget(target, isFailing, FAILS);
      await scene.harness.destinations?.heal(target);
      const { status } = await scene.untilTarget(target, isLive, "A destination that accepts again is live again.");
      mustEqual(status.reason, undefined, "A live target has no reason.");
    },
    (scene) => all(breaks(scene), sees(scene, "live")),
  ),

  clause(
    "status.isolation",
    "One target's fault is no other target's",
    async (scene) => {
      const { stream, targets } = await scene.stage(2);
      const [broken, other] = targets;
      if (!broken || !other) return;
      await scene.goLive(stream.id);
      for (const target of targets) await scene.untilTarget(target, isLive, LIVE);
      await scene.harness.destinations?.break(broken);
      await scene.untilTarget(broken, isFailing, FAILS);
      const { status } = await scene.client.targets.get(other);
      mustEqual(status.state, "live", "One target's fault never costs another.");
    },
    (scene) => all(breaks(scene), sees(scene, "live")),
  ),

  clause(
    "status.dropped",
    "When the encoder is gone, the stream is not live and its targets are idle; when it is back, they are live",
    async (scene) => {
      const { encoder } = scene.harness;
      const { stream, target } = await liveTarget(scene);
      await encoder.drop?.(stream.id);
      const rule = "Without its encoder a stream is reconnecting or idle, and its targets are idle.";
      await scene.untilStream(stream.id, isAway, rule);
      // No encoder is back in the same instant, and some providers number what happens by its time.
      await scene.harness.advance(1_000);
      await encoder.resume?.(stream.id);
      await scene.untilTarget(target, isLive, "When the encoder is back, targets are live again.");
    },
    (scene) =>
      all(
        needs(
          has(scene.harness.encoder, "drop") && has(scene.harness.encoder, "resume"),
          "the harness drops no encoders",
        ),
        sees(scene, "live"),
      ),
  ),

  clause(
    "status.ended",
    "When the encoder says goodbye, the stream and its targets are idle and the session is over",
    async (scene) => {
      const { stream } = await liveTarget(scene);
      await scene.harness.encoder.end(stream.id);
      const rule = "After the end a stream and its targets are idle.";
      const read = await scene.untilStream(stream.id, isOver, rule);
      mustEqual(read.session, undefined, "An idle stream has no session.");
    },
    (scene) => sees(scene, "live"),
  ),

  clause("status.states", "Only states that the table names are told", async (scene) => {
    const { states } = scene.capabilities.status;
    for (const { status } of await tour(scene)) {
      mustHold(
        states.includes(status.state),
        "Only states in `status.states` are told.",
        states.join(", "),
        status.state,
      );
    }
  }),

  clause("status.times", "Every time in a status is RFC 3339", async (scene) => {
    for (const { status } of await tour(scene)) {
      for (const time of [status.since, status.observedAt, status.lastByteAt, status.nextAttemptAt]) {
        if (time !== undefined) mustFit(timestampSchema, time, "Times are RFC 3339.");
      }
      const { since, observedAt } = status;
      const ordered = since === undefined || observedAt === undefined || Date.parse(since) <= Date.parse(observedAt);
      mustHold(ordered, "A state is not observed before it began.", "`since` before `observedAt`", status);
    }
  }),

  clause("status.source", "A status says honestly who says so", async (scene) => {
    const own = scene.capabilities.status.delivery.includes("push");
    for (const { status } of await tour(scene)) {
      const { source } = status;
      mustHold(own || source !== "relay", "Only a relay of ours speaks as `relay`.", "another source", source);
      // One that is told everything by somebody else reads what that one has heard.
      const heard = own || scene.mode === "with state" || source !== "webhook";
      mustHold(heard, "A read alone has heard no webhook.", "another source than `webhook`", source);
      if (status.state === "live")
        mustHold(source !== "assumed", "Nobody is live by assumption.", "who says so", source);
    }
  }),
];

async function liveTarget(scene: Scene): Promise<{ stream: Stream; target: Target }> {
  const staged = await scene.stage(1);
  const target = scene.first(staged);
  await scene.goLive(staged.stream.id);
  const read = sees(scene, "live") === true ? await scene.untilTarget(target, isLive, LIVE) : target;
  return { stream: staged.stream, target: read };
}

/** Targets as they are told through a session: before it, live, disabled, broken, after it. */
async function tour(scene: Scene): Promise<Target[]> {
  const staged = await scene.stage(2);
  const { id } = staged.stream;
  const target = scene.first(staged);
  const told: Target[] = [...staged.targets];
  const look = async (): Promise<void> => {
    await scene.feed();
    told.push(...(await scene.client.targets.list(id)), await scene.client.targets.get(target));
  };
  await look();
  await scene.goLive(id);
  if (sees(scene, "live") === true) await scene.untilTarget(target, isLive, LIVE);
  await look();
  if (scene.harness.destinations) {
    await scene.harness.destinations.break(target);
    if (breaks(scene) === true) await scene.untilTarget(target, isFailing, FAILS);
    await look();
    await scene.harness.destinations.heal(target);
  }
  if (scene.allows("target.disable", "live")) await scene.client.targets.disable(target);
  await look();
  await scene.harness.encoder.end(id);
  await scene.untilStream(id, ({ status }) => status.state === "idle", "A stream that ends is idle.");
  await look();
  return told;
}
