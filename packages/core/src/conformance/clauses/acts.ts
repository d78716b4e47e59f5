import { type Operation, operations } from "../../capabilities/decide.ts";
import type { Applies } from "../../model/pending.ts";
import type { Target } from "../../model/target.ts";
import { needs } from "../clause.ts";
import { mustEqual, mustHold } from "../must.ts";
import type { Scene, Staged } from "../scene.ts";
import { sees } from "../sees.ts";

/** How an operation was tried. */
export type Tried = {
  answer: unknown;
  applies: Applies;
  /** Was the stream live? */
  on: boolean;
  /** The session before. */
  session: string | undefined;
};

/** One operation, done and looked at. */
export type Act = {
  /** What the targets must be made with. */
  made?: { enabled: boolean };
  /** Why it cannot be tried, although the table allows it. */
  blocked?(scene: Scene): true | string;
  /** Brings the stream to where the operation means something, while it is idle. */
  prepare?(scene: Scene, staged: Staged): Promise<unknown>;
  /** States in which it can be tried; default both. */
  states?: readonly ("idle" | "live")[];
  /** Makes this one call. */
  run(scene: Scene, staged: Staged): Promise<unknown>;
  /** Looks whether it took effect. */
  check(scene: Scene, staged: Staged, tried: Tried): Promise<void>;
};

const RULE = "What the table allows is done, and is seen.";

async function read(scene: Scene, staged: Staged): Promise<Target> {
  return scene.client.targets.get(scene.first(staged));
}

/** Waits until a wanted target is live again, where that can be seen. */
async function untilLive(scene: Scene, staged: Staged, { applies, on }: Tried): Promise<void> {
  if (!on || applies !== "now" || sees(scene, "live") !== true) return;
  await scene.untilTarget(scene.first(staged), ({ status }) => status.state === "live", RULE);
}

async function untilOff(scene: Scene, staged: Staged, { applies }: Tried): Promise<void> {
  if (applies !== "now" || sees(scene, "disabled") !== true) return;
  await scene.untilTarget(scene.first(staged), ({ status }) => status.state === "disabled", RULE);
}

function field(answer: unknown, name: string): unknown {
  return typeof answer === "object" && answer !== null ? Reflect.get(answer, name) : undefined;
}

/** What is late may still be pending when it is read, and then says when it applies. */
function checkPending({ pending }: { pending?: Target["pending"] | undefined }, applies: Applies): void {
  if (pending) mustEqual(pending.applies, applies, "What is pending applies when the table says.");
}

export const acts: Record<Operation, Act> = {
  "target.create": {
    run: (scene, { stream }) => scene.client.targets.create(stream.id, scene.target()),
    async check(scene, { stream, targets }, { applies }) {
      const listed = await scene.client.targets.list(stream.id);
      mustEqual(listed.length, targets.length + 1, RULE);
      for (const target of listed) checkPending(target, applies);
    },
  },
  "target.delete": {
    run: (scene, staged) => scene.client.targets.delete(scene.first(staged)),
    async check(scene, staged, tried) {
      const listed = await scene.client.targets.list(staged.stream.id);
      const left = listed.find(({ id }) => id === scene.first(staged).id);
      const holds =
        left === undefined || (tried.applies !== "now" && left.pending?.changes.includes("delete") === true);
      mustHold(holds, RULE, "the target to be gone, or its deletion to be pending", left);
      if (left) checkPending(left, tried.applies);
    },
  },
  "target.enable": {
    made: { enabled: false },
    blocked: (scene) => needs(scene.allows("target.disable"), "no target can be made disabled"),
    run: (scene, staged) => scene.client.targets.enable(scene.first(staged)),
    async check(scene, staged, tried) {
      const target = await read(scene, staged);
      mustEqual(target.enabled, true, RULE);
      checkPending(target, tried.applies);
      await untilLive(scene, staged, tried);
    },
  },
  "target.disable": {
    run: (scene, staged) => scene.client.targets.disable(scene.first(staged)),
    async check(scene, staged, tried) {
      const target = await read(scene, staged);
      mustEqual(target.enabled, false, RULE);
      checkPending(target, tried.applies);
      await untilOff(scene, staged, tried);
    },
  },
  "target.restart": {
    run: (scene, staged) => scene.client.targets.restart(scene.first(staged)),
    async check(scene, staged, tried) {
      const { id, enabled } = await read(scene, staged);
      mustEqual([field(tried.answer, "id"), id, enabled], [scene.first(staged).id, scene.first(staged).id, true], RULE);
      await untilLive(scene, staged, tried);
    },
  },
  "target.update.name": {
    run: (scene, staged) => scene.client.targets.update(scene.first(staged), { name: "Conformance renamed" }),
    async check(scene, staged, tried) {
      const target = await read(scene, staged);
      const kept = scene.capabilities.stores.target.includes("name");
      if (kept) mustEqual(target.name, "Conformance renamed", RULE);
      checkPending(target, tried.applies);
    },
  },
  "target.update.destination": {
    async run(scene, staged) {
      const destination = scene.destination();
      const target = await scene.client.targets.update(scene.first(staged), { destination });
      return { ...target, asked: scene.hostOf(destination) };
    },
    async check(scene, staged, tried) {
      const target = await read(scene, staged);
      mustEqual(target.destination.host, field(tried.answer, "asked"), RULE);
      checkPending(target, tried.applies);
      await untilLive(scene, staged, tried);
    },
  },
  "target.update.rendition": {
    blocked: (scene) => needs(scene.harness.renditions?.[0], "the harness names no rendition"),
    run: (scene, staged) =>
      scene.client.targets.update(scene.first(staged), { rendition: scene.harness.renditions?.[0] ?? "720p" }),
    async check(scene, staged, tried) {
      const target = await read(scene, staged);
      mustEqual(target.rendition, scene.harness.renditions?.[0], RULE);
      checkPending(target, tried.applies);
      await untilLive(scene, staged, tried);
    },
  },
  "stream.update": {
    run: (scene, { stream }) => scene.client.streams.update(stream.id, { name: "Conformance renamed" }),
    async check(scene, { stream }) {
      const { name } = await scene.client.streams.get(stream.id);
      if (scene.capabilities.stores.stream.includes("name")) mustEqual(name, "Conformance renamed", RULE);
    },
  },
  "stream.enable": {
    // One that is disabled is not live.
    states: ["idle"],
    blocked: (scene) => needs(scene.allows("stream.disable"), "no stream can be disabled"),
    prepare: (scene, { stream }) => scene.client.streams.disable(stream.id),
    run: (scene, { stream }) => scene.client.streams.enable(stream.id),
    async check(scene, { stream }) {
      mustEqual((await scene.client.streams.get(stream.id)).enabled, true, RULE);
      await scene.untilStream(stream.id, ({ status }) => status.state !== "disabled", RULE);
      await scene.goLive(stream.id);
    },
  },
  "stream.disable": {
    run: (scene, { stream }) => scene.client.streams.disable(stream.id),
    async check(scene, { stream }, { applies }) {
      mustEqual((await scene.client.streams.get(stream.id)).enabled, false, RULE);
      if (applies === "now") await scene.untilStream(stream.id, ({ status }) => status.state === "disabled", RULE);
    },
  },
  "stream.end": {
    states: ["live"],
    run: (scene, { stream }) => scene.client.streams.end(stream.id),
    async check(scene, { stream }, { session }) {
      // An encoder that stays may begin another session at once.
      const over = ({ status, session: now }: Staged["stream"]): boolean =>
        status.state === "idle" || (now !== undefined && now.id !== session);
      await scene.untilStream(stream.id, over, RULE);
    },
  },
  "stream.rotateIngest": {
    run: (scene, { stream }) => scene.client.streams.rotateIngest(stream.id),
    async check(scene, { stream, ingest }, { answer }) {
      const now = await scene.client.streams.getIngest(stream.id);
      // Told apart without being shown.
      mustHold(JSON.stringify(now) === JSON.stringify(answer), RULE, "the ingest that was answered", "another");
      const old = new Set(ingest.flatMap((one) => (one.protocol === "srt" ? [] : [one.streamKey])));
      const kept = now.some((one) => one.protocol !== "srt" && old.has(one.streamKey));
      mustHold(!kept, "New ingest has no key of the old.", "other keys", "a key that was there before");
    },
  },
  "stream.delete": {
    run: (scene, { stream }) => scene.client.streams.delete(stream.id),
    async check(scene, { stream }) {
      await scene.refusal("not_found", RULE, () => scene.client.streams.get(stream.id));
    },
  },
};

/** The operations that the table refuses in this state. */
export function refusedIn(scene: Scene, state: "idle" | "live"): Operation[] {
  return operations.filter((operation) => !scene.allows(operation, state));
}
