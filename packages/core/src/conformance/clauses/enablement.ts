import { type Operation, operations } from "../../capabilities/decide.ts";
import { capabilitiesSchema } from "../../model/capabilities.ts";
import type { Stream } from "../../model/stream.ts";
import { all, type Clause, clause, has, needs } from "../clause.ts";
import { mustEqual, mustFit, mustHold } from "../must.ts";
import type { Scene, Staged } from "../scene.ts";
import { acts, refusedIn } from "./acts.ts";

const states = ["idle", "live"] as const;

/** The method of the adapter that an operation needs, where it is one that may be left out. */
const methods: Partial<Record<Operation, ["streams" | "targets", string]>> = {
  "target.enable": ["targets", "update"],
  "target.disable": ["targets", "update"],
  "target.restart": ["targets", "restart"],
  "target.update.name": ["targets", "update"],
  "target.update.destination": ["targets", "update"],
  "target.update.rendition": ["targets", "update"],
  "stream.update": ["streams", "update"],
  "stream.enable": ["streams", "update"],
  "stream.disable": ["streams", "update"],
  "stream.end": ["streams", "end"],
  "stream.rotateIngest": ["streams", "rotateIngest"],
};

/** What the table allows is done, and what it refuses is refused as the table says. */
export const enablementClauses: readonly Clause[] = [
  clause("enablement.table", "The capability table is whole, and the adapter has what it allows", async (scene) => {
    mustFit(capabilitiesSchema.strict(), await scene.adapter.capabilities(), "The table has the model's shape.");
    for (const operation of operations) {
      const [group, method] = methods[operation] ?? [];
      const allowed = scene.allows(operation, "idle") || scene.allows(operation, "live");
      if (!group || !method || !allowed) continue;
      const holds = has(scene.adapter[group], method);
      mustHold(holds, `What is allowed can be called: ${operation}.`, `${group}.${method}`, "no such method");
    }
    const { delivery } = scene.capabilities.status;
    const reports = has(scene.adapter, "subscribe");
    mustHold(reports || !delivery.includes("push"), "What is pushed is subscribed to.", "`subscribe`", "none");
    const hears = scene.adapter.webhooks !== undefined;
    mustHold(hears || !delivery.includes("webhook"), "What is told by webhook is read.", "`webhooks`", "none");
  }),

  ...operations.map((operation) =>
    clause(
      `enablement.${operation}`,
      `${operation} does what the table says, in every state in which it is allowed`,
      async (scene) => {
        for (const state of triable(scene, operation)) await tryIn(scene, operation, state);
      },
      (scene) => {
        const tried = needs(triable(scene, operation).length > 0, `the table does not allow ${operation}`);
        return all(tried, acts[operation].blocked?.(scene) ?? true);
      },
    ),
  ),

  clause(
    "enablement.refused",
    "What the table refuses in every state is unsupported, before any call",
    async (scene) => {
      const rule = "What is refused in every state is unsupported, and no call is made.";
      const staged = await scene.stage(1);
      const before = wishes(staged.stream);
      for (const operation of never(scene)) {
        await scene.refusalWithoutCall("unsupported", `${operation}: ${rule}`, () =>
          acts[operation].run(scene, staged),
        );
      }
      mustEqual(wishes(await scene.client.streams.get(staged.stream.id)), before, "What is refused changes nothing.");
    },
    (scene) => needs(never(scene).length > 0, "the table refuses nothing altogether"),
  ),

  clause(
    "enablement.not-idle",
    "What the table refuses only while the stream is live is not_idle then",
    async (scene) => {
      const rule = "What is refused while the stream is live is not_idle.";
      const staged = await scene.stage(1);
      await scene.goLive(staged.stream.id);
      const before = wishes(await scene.client.streams.get(staged.stream.id));
      for (const operation of onlyIdle(scene)) {
        await scene.refusal("not_idle", `${operation}: ${rule}`, () => acts[operation].run(scene, staged));
      }
      mustEqual(wishes(await scene.client.streams.get(staged.stream.id)), before, "What is refused changes nothing.");
    },
    (scene) => needs(onlyIdle(scene).length > 0, "the table refuses nothing only while the stream is live"),
  ),

  clause("enablement.can", "can() answers as the table does, for an idle stream and for a live one", async (scene) => {
    const { stream } = await scene.stage(0);
    await mustAnswer(scene, stream, "idle");
    await mustAnswer(scene, await scene.goLive(stream.id), "live");
  }),
];

/** Without the acts that mean nothing in a state. */
function triable(scene: Scene, operation: Operation): ("idle" | "live")[] {
  const possible = acts[operation].states ?? states;
  return possible.filter((state) => scene.allows(operation, state));
}

async function tryIn(scene: Scene, operation: Operation, state: "idle" | "live"): Promise<void> {
  const act = acts[operation];
  const staged: Staged = await scene.stage(2, act.made);
  await act.prepare?.(scene, staged);
  if (state === "live") await scene.goLive(staged.stream.id);
  const applies = scene.rule(operation)[state];
  if (applies === "refused") return;
  const session = (await scene.client.streams.get(staged.stream.id)).session?.id;
  const answer = await act.run(scene, staged);
  await act.check(scene, staged, { answer, applies, on: state === "live", session });
}

function never(scene: Scene): Operation[] {
  const live = new Set(refusedIn(scene, "live"));
  return refusedIn(scene, "idle").filter((operation) => live.has(operation));
}

function onlyIdle(scene: Scene): Operation[] {
  return refusedIn(scene, "live").filter((operation) => scene.allows(operation));
}

async function mustAnswer(scene: Scene, stream: Stream, state: "idle" | "live"): Promise<void> {
  const other = state === "idle" ? "live" : "idle";
  for (const operation of operations) {
    const rule = scene.rule(operation);
    const applies = rule[state];
    const code = rule[other] === "refused" || state === "idle" ? "unsupported" : "not_idle";
    const expected = applies === "refused" ? [false, code] : [true, applies, rule.via];
    const came = await scene.client.can(operation, stream);
    const shown = came.allowed ? [true, came.applies, came.via] : [false, came.code];
    mustEqual(shown, expected, `can("${operation}") answers what the table says.`);
  }
}

/** What is wanted of a stream and its targets. */
function wishes({ name, enabled, targets }: Stream): unknown {
  return [name, enabled, targets?.map((target) => [target.id, target.name, target.enabled, target.destination.host])];
}
