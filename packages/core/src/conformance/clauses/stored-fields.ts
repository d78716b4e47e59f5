import type { CreateTargetInput } from "../../model/inputs.ts";
import type { Stream } from "../../model/stream.ts";
import type { Target } from "../../model/target.ts";
import { timestampSchema } from "../../model/common.ts";
import { all, type Clause, clause, needs } from "../clause.ts";
import { mustEqual, mustFit } from "../must.ts";
import type { Scene } from "../scene.ts";

type Field = "name" | "reference" | "metadata" | "createdAt";
const own = { reference: "order-4711", metadata: { show: "friday", take: "2" } };

/** The caller's own fields: kept where there is a slot, refused where there is none. */
export const storedFieldClauses: readonly Clause[] = [
  clause("streams.stores", "A stream keeps the fields that the table says it stores", async (scene) => {
    const input = scene.streamInput(asked(scene, "stream"));
    const { stream } = await scene.client.streams.create(input);
    checkKept(scene, "stream", input, stream);
    checkKept(scene, "stream", input, await scene.client.streams.get(stream.id));
  }),

  clause(
    "streams.stores-changes",
    "A stream keeps changed fields that the table says it stores",
    async (scene) => {
      const { stream } = await scene.client.streams.create(scene.streamInput(asked(scene, "stream")));
      const changed = { ...asked(scene, "stream"), ...(keeps(scene, "stream", "name") && { name: scene.name() }) };
      if ("reference" in changed) changed.reference = "order-4712";
      checkKept(scene, "stream", changed, await scene.client.streams.update(stream.id, changed));
      checkKept(scene, "stream", changed, await scene.client.streams.get(stream.id));
    },
    (scene) => needs(scene.allows("stream.update"), "the table does not let a stream be updated"),
  ),

  clause(
    "streams.refuses-unstored",
    "A field that a stream has no slot for is refused before any call",
    async (scene) => {
      const rule = "A field without a slot is refused, never dropped.";
      for (const field of unstored(scene, "stream")) {
        const input = scene.streamInput({ [field]: own[field] });
        await scene.refusalWithoutCall("unsupported", rule, () => scene.client.streams.create(input));
      }
    },
    (scene) => needs(unstored(scene, "stream").length > 0, "a stream has a slot for every field"),
  ),

  clause("targets.stores", "A target keeps the fields that the table says it stores", async (scene) => {
    const input = scene.target(asked(scene, "target"));
    const { stream } = await scene.client.streams.create(scene.streamInput({ targets: [input] }));
    const [target] = await scene.client.targets.list(stream.id);
    checkKept(scene, "target", input, target);
    checkKept(scene, "target", input, stream.targets?.[0]);
  }),

  clause(
    "targets.refuses-unstored",
    "A field that a target has no slot for is refused before any call",
    async (scene) => {
      const rule = "A field without a slot is refused, never dropped.";
      const { stream } = await scene.stage(0);
      for (const field of unstored(scene, "target")) {
        const input = scene.target({ [field]: own[field] });
        await scene.refusalWithoutCall("unsupported", rule, () => scene.client.targets.create(stream.id, input));
        const inline = scene.streamInput({ targets: [input] });
        await scene.refusalWithoutCall("unsupported", rule, () => scene.client.streams.create(inline));
      }
    },
    (scene) =>
      all(
        needs(scene.allows("target.create"), "the table does not let a target be created"),
        needs(unstored(scene, "target").length > 0, "a target has a slot for every field"),
      ),
  ),
];

function keeps(scene: Scene, of: "stream" | "target", field: Field): boolean {
  return scene.capabilities.stores[of].includes(field);
}

function unstored(scene: Scene, of: "stream" | "target"): ("reference" | "metadata")[] {
  return (["reference", "metadata"] as const).filter((field) => !keeps(scene, of, field));
}

function asked(scene: Scene, of: "stream" | "target"): Pick<CreateTargetInput, "reference" | "metadata"> {
  return {
    ...(keeps(scene, of, "reference") && { reference: own.reference }),
    ...(keeps(scene, of, "metadata") && { metadata: own.metadata }),
  };
}

function checkKept(
  scene: Scene,
  of: "stream" | "target",
  input: { name?: string } & Pick<CreateTargetInput, "reference" | "metadata">,
  came: Stream | Target | undefined,
): void {
  const rule = `A ${of} keeps the fields that \`stores.${of}\` names.`;
  for (const field of ["name", "reference", "metadata"] as const) {
    if (input[field] !== undefined && keeps(scene, of, field)) mustEqual(came?.[field], input[field], rule);
  }
  if (keeps(scene, of, "createdAt")) mustFit(timestampSchema, came?.createdAt, rule);
}
