import { tempDir } from "../harness/temp-dir.ts";
import type { Change } from "./changes.ts";
import { differencesFrom, doubles, unsettled, wishesIn } from "./expectations.ts";
import { type MortalGateway, mortalGateway, type Step } from "./mortal-gateway.ts";
import { type ProviderStage, type Push, wayOf } from "./provider-stage.ts";
import { openShow, type Show, STEADY } from "./show.ts";
import type { Case } from "./stages.ts";

/** How a change went over which the gateway was to die. */
export type Death = {
  /** The step at which it died; undefined: it was done before there were so many. */
  step: Step | undefined;
  /** What was promised and not kept, in words. */
  violations: string[];
};

/** How long nobody is there after a death. */
const DOWN_MS = 3_000;
/** How long the session goes on after the change, and how long is waited for what follows from its end. */
const SESSION_MS = 4_000;
const AFTERMATH_MS = 24_000;
const LOOK_MS = 2_000;

/**
 * Makes a change, and kills the gateway at a step of it: while it is answered, or, of a stream that is live, while it is
 * made after the session. Another one comes up over what is on the disk. Who had no answer looks what is there, and asks
 * again where it is not.
 *
 * @param at the index of the step
 */
export async function dieAtStep({ openStage, change, state }: Case, at: number): Promise<Death> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const stage = stack.use(await openStage());
  const gateway = stack.use(await mortalGateway(stage, dir.path));
  const show = await openShow(stage, gateway, change.from);
  if (state === "live") await show.goLive();
  const steadyId = steadyOf(stage, await show.pushes())?.id;
  const violations: string[] = [];
  const look = async (): Promise<void> => {
    const pushes = await show.pushes();
    violations.push(...doubles(pushes));
    if (steadyOf(stage, pushes)?.id !== steadyId) violations.push("the other target was touched");
  };
  /** Until it is dead, or the time is over. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms && !gateway.isDead; passed += LOOK_MS) {
      await stage.advance(LOOK_MS);
      await look();
    }
  };
  const revive = async (): Promise<void> => {
    if (!gateway.isDead) return;
    await stage.advance(DOWN_MS);
    await gateway.revive();
    await look();
  };

  gateway.countFrom(at);
  const answer = await ask(gateway, stage, change, show);
  await pass(SESSION_MS);
  if (state === "live") {
    await revive();
    await stage.encoder.end();
    await pass(AFTERMATH_MS);
  }
  const step = gateway.steps[at];
  await revive();
  gateway.countFrom();
  if (!answer) await askAgain(gateway, stage, change, show);
  else if (answer.status >= 300) violations.push(`it was answered with ${answer.status}`);

  await show.until((stream, pushes) => [
    ...unsettled(stream, pushes, show),
    ...differencesFrom(change.outcome, subjectOf(change, show, stream.targets), show, stage),
    // What is in the making at the provider has a mark in its name.
    ...pushes.flatMap(({ name }) => (name?.includes("(polycast ") ? [`its provider calls it ${name}`] : [])),
  ]);
  await look();
  const { targets = [] } = await show.read();
  const count = 2 + (change.operation === "target.create" ? 1 : 0) - (change.outcome === "gone" ? 1 : 0);
  if (targets.length !== count) violations.push(`there are ${targets.length} targets`);
  const told = wishesIn(await show.eventsOf(subjectOf(change, show, targets)?.id ?? show.targetId));
  const wishes = told.filter((type) => !type.includes(".change_")).join(", ");
  if (wishes !== wishesOf(change)) violations.push(`the log tells ${wishes}`);
  return { step, violations };
}

function ask(gateway: MortalGateway, stage: ProviderStage, change: Change, show: Show) {
  const { method, path, body } = change.request(show, stage);
  return gateway.call(method, path, body);
}

/** What is there already is asked for again where that is harmless. */
async function askAgain(gateway: MortalGateway, stage: ProviderStage, change: Change, show: Show): Promise<void> {
  const isThere = change.operation === "target.create" && subjectOf(change, show, (await show.read()).targets);
  if (!isThere) await ask(gateway, stage, change, show);
}

/** The target that the change is about. */
function subjectOf<T extends { id: string; name: string }>(
  change: Change,
  show: Show,
  targets: readonly T[] = [],
): T | undefined {
  return targets.find(({ id, name }) =>
    change.operation === "target.create" ? name === "added" : id === show.targetId,
  );
}

/** All wishes of its life, each once. */
function wishesOf({ wish, outcome }: Change): string {
  const words = ["target.created"];
  if (wish === "target.updated") words.push(wish);
  if (outcome === "gone") words.push("target.deleted");
  return words.join(", ");
}

function steadyOf(stage: ProviderStage, pushes: readonly Push[]): Push | undefined {
  const way = wayOf(stage.destination(STEADY));
  return pushes.find(({ to }) => to === way);
}
