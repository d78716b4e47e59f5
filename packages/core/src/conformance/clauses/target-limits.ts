import { sameDestination } from "../../destination/same-destination.ts";
import { createTargetSchema } from "../../model/inputs.ts";
import type { Destination, Protocol } from "../../model/destination.ts";
import type { Target } from "../../model/target.ts";
import { all, type Clause, clause, has, needs } from "../clause.ts";
import { mustEqual, mustExist, mustHold } from "../must.ts";
import type { Scene } from "../scene.ts";

/** More would take a real server too long. */
const MAX_TRIED = 20;

const limited = (scene: Scene) => {
  const { targetsPerStream } = scene.capabilities.limits;
  return all(
    needs(targetsPerStream, "the table names no limit"),
    needs(targetsPerStream === undefined || targetsPerStream <= MAX_TRIED, "the limit is too high to be tried"),
    needs(scene.allows("target.create"), "the table does not let a target be created"),
  );
};

const samples: Record<Protocol, Destination> = {
  rtmp: { url: "rtmp://live.example.com/app", streamKey: "canary-of-rtmp-5f2a" },
  rtmps: { url: "rtmps://live.example.com/app", streamKey: "canary-of-rtmps-5f2a" },
  srt: { url: "srt://live.example.com:9000", passphrase: "canary-of-srt-5f2a" },
};

const saysNoRoom = ({ pending }: Target): boolean => pending?.error?.code === "limit_exceeded";

/** How many targets, by which protocols, and what is told of where they send to. */
export const targetLimitClauses: readonly Clause[] = [
  clause(
    "targets.limit",
    "One target more than the limit is limit_exceeded, or waits and says so",
    async (scene) => {
      const limit = scene.capabilities.limits.targetsPerStream ?? 0;
      const { stream } = await scene.stage(limit);
      const rule = "One target more than `limits.targetsPerStream` is limit_exceeded.";
      const made = await scene.client.targets.create(stream.id, scene.target()).catch((error: unknown) => ({ error }));
      if ("error" in made) {
        await scene.refusal("limit_exceeded", rule, () => Promise.reject(made.error));
        return mustEqual((await scene.client.targets.list(stream.id)).length, limit, rule);
      }
      // Who keeps wishes may keep this one until there is room.
      const { pending } = await scene.untilTarget(made, saysNoRoom, rule);
      mustEqual(pending?.changes, ["create"], rule);
    },
    limited,
  ),

  clause(
    "targets.limit-inline",
    "A stream with one target more than the limit is refused before any call",
    async (scene) => {
      const limit = scene.capabilities.limits.targetsPerStream ?? 0;
      const targets = Array.from({ length: limit + 1 }, () => scene.target());
      const input = scene.streamInput({ targets });
      const rule = "One target more than `limits.targetsPerStream` is limit_exceeded.";
      await scene.refusalWithoutCall("limit_exceeded", rule, () => scene.client.streams.create(input));
    },
    limited,
  ),

  clause(
    "targets.protocol",
    "A protocol that is not in the table is refused before any call",
    async (scene) => {
      const { stream } = await scene.stage(0);
      for (const protocol of missing(scene)) {
        const rule = `A target by ${protocol} is refused, for the table does not name it.`;
        const input = scene.target({ destination: scene.hide(samples[protocol]) });
        await scene.refusalWithoutCall("unsupported", rule, () => scene.client.targets.create(stream.id, input));
      }
    },
    (scene) => needs(missing(scene).length > 0, "the table names every protocol"),
  ),

  clause("targets.redacted", "A destination comes out with its host and without its key", async (scene) => {
    const { targets, inputs } = await scene.stage(2);
    for (const [index, { destination }] of inputs.entries()) {
      const expected = scene.redacted(destination);
      const made = mustExist(targets[index], "Inline targets come out in the order of the input.", "a target");
      const came = (await scene.client.targets.get(made)).destination;
      mustEqual(came.redacted, true, "A destination comes out redacted.");
      mustEqual([came.protocol, came.host], [expected.protocol, expected.host], "Its protocol and host are told.");
      mustHold(!("url" in came) && !("streamKey" in came), "It has no field for a key.", "none", Object.keys(came));
    }
  }),

  clause(
    "targets.has-destination",
    "The adapter knows where a target sends to, as far as it can read its keys back",
    async (scene) => {
      const rule = "hasDestination tells true or false where keys can be read back, and nothing wrong where not.";
      const { targets } = scene.adapter;
      const { readsKeysBack } = scene.capabilities;
      if (!has(targets, "hasDestination"))
        return mustEqual(readsKeysBack, false, "An adapter that reads keys back has `hasDestination`.");
      const staged = await scene.stage(1);
      const target = scene.first(staged);
      const [input] = staged.inputs;
      const same = input && (await targets.hasDestination?.(target, input.destination, scene.context()));
      const other = await targets.hasDestination?.(target, scene.destination(), scene.context());
      const told = await targets.destinations?.(target.streamId, scene.context());
      const back = told?.get(target.id);
      const isSame = back && input ? sameDestination(back, input.destination) : undefined;
      mustHold(
        isSame !== false,
        "`destinations` tells where a target sends to, or nothing.",
        "the one given",
        "another one",
      );
      if (readsKeysBack) {
        mustEqual(isSame ?? !targets.destinations, true, "Where keys can be read back, `destinations` tells them.");
        return mustEqual([same, other], [true, false], rule);
      }
      mustHold(same !== false && other !== true, rule, "the truth or undefined", [same, other]);
    },
  ),

  clause(
    "targets.foretold",
    "What may be asked before a call costs none, and what can be made is not refused",
    async (scene) => {
      const { adapter, harness } = scene;
      const before = harness.calls?.();
      adapter.targets.check?.(createTargetSchema.parse(scene.target()));
      const isReady: unknown = (await adapter.ready?.(["other", "create"], scene.context())) ?? true;
      mustHold(typeof isReady === "boolean", "`ready` says yes or no.", "true or false", isReady);
      mustEqual(harness.calls?.(), before, "`check` and `ready` make no call.");
    },
  ),

  clause(
    "targets.declared-list",
    "The list of targets that a stream is to have can be given as a whole",
    async (scene) => {
      const rule =
        "streams.update with `targets` keeps what is in the list, makes what is missing, and deletes the rest.";
      const byReference = scene.capabilities.stores.target.includes("reference");
      const wish = (reference: string) => scene.target(byReference ? { reference } : {});
      const [stays, goes, comes] = [wish("stays"), wish("goes"), wish("comes")];
      const { stream } = await scene.client.streams.create(scene.streamInput({ targets: [stays, goes] }));
      const kept = stream.targets?.[0]?.id;
      const updated = await scene.client.streams.update(stream.id, { targets: [stays, comes] });
      const hosts = [stays, comes].map(({ destination }) => scene.hostOf(destination));
      mustEqual(updated.targets?.map(({ destination }) => destination.host).toSorted(), hosts.toSorted(), rule);
      mustHold(
        updated.targets?.some(({ id }) => id === kept) === true,
        rule,
        "what stays to keep its id",
        updated.targets,
      );
    },
    (scene) =>
      all(
        needs(scene.rule("target.create").idle === "now", "a new target does not apply at once"),
        needs(scene.rule("target.delete").idle === "now", "a deletion does not apply at once"),
        needs(
          scene.capabilities.stores.target.some((field) => field === "reference" || field === "name"),
          "a target has nothing to be found again by",
        ),
      ),
  ),
];

function missing(scene: Scene): Protocol[] {
  return (["rtmp", "rtmps", "srt"] as const).filter((protocol) => !scene.capabilities.protocols.includes(protocol));
}
