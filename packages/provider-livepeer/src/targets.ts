import {
  type CallContext,
  type Destination,
  ifThere,
  type NewTarget,
  type ProviderAdapter,
  refuseOptions,
  type Target,
  type TargetRef,
} from "@polycast/core/provider";
import { withRemains } from "./clean-up.ts";
import { leadsTo } from "./destination-fields.ts";
import { findTarget, pushesOf } from "./find-target.ts";
import type { Parts } from "./parts.ts";
import { targetsOf } from "./map-stream.ts";
import { pendingOf, toTarget } from "./map-target.ts";
import { checkDistinct, checkRendition, type PreparedTarget, prepareTarget, shownOf } from "./prepare-target.ts";
import { removeDetached } from "./remove-detached.ts";
import { updateTarget } from "./update-target.ts";
import { profileNamesOf, referencesOf } from "./wire/stream.ts";

/** The target half of the adapter. */
export function createTargets(parts: Parts): ProviderAdapter["targets"] {
  const { objects, references, memory, serial, repeats, readStream } = parts;

  async function get(ref: TargetRef, context: CallContext): Promise<Target> {
    const found = await findTarget(parts, ref, context);
    return toTarget({ ...found, remembered: memory.get(ref.id) });
  }

  async function make(streamId: string, prepared: PreparedTarget, context: CallContext): Promise<Target> {
    const { stream, receivedAt } = await readStream(streamId, context);
    const { destination, fields, reference } = prepared;
    checkRendition(reference.profile, profileNamesOf(stream));
    checkDistinct({ ...reference, identity: destination.identity }, pushesOf(stream, memory));
    const object = await objects.create(fields, destination.secrets, context);
    try {
      await references.attach(streamId, { ...reference, id: object.id }, context);
    } catch (error) {
      throw withRemains(error, await undo(streamId, object.id));
    }
    const remembered = { ...shownOf(destination), streamId, own: true };
    memory.set(object.id, remembered);
    const pending = pendingOf(stream, ["create"], receivedAt);
    return toTarget({ stream, references: [{ ...reference, id: object.id }], object, remembered, receivedAt, pending });
  }

  /** An attach that failed may have been saved: the reference goes before the object. */
  async function undo(streamId: string, id: string): Promise<string[]> {
    const detached = await references.detachAfterFailure(streamId, id);
    return detached ? objects.undo([id]) : [`target ${id} on stream ${streamId}`];
  }

  return {
    async create(streamId, input: NewTarget, context) {
      const prepared = await prepareTarget(input);
      return repeats.answer(`target of ${streamId}`, context, {
        make: () => serial.run(streamId, context.signal, () => make(streamId, prepared, context)),
        idOf: ({ id }) => id,
        read: (id) => get({ streamId, id }, context),
      });
    },

    get,

    async list(streamId, context) {
      const { stream, receivedAt } = await readStream(streamId, context);
      const ids = [...new Set(referencesOf(stream).map(({ id }) => id))];
      return targetsOf({ stream, objects: await objects.load(ids, context), memory, receivedAt });
    },

    async update(ref, patch, context) {
      refuseOptions("livepeer", patch);
      return serial.run(ref.streamId, context.signal, () => updateTarget(parts, ref, patch, context));
    },

    delete: (ref, context) =>
      serial.run(ref.streamId, context.signal, async () => {
        const found = await ifThere(readStream(ref.streamId, context));
        const isAttached = referencesOf(found?.stream).some(({ id }) => id === ref.id);
        // The reference goes first: one to a deleted object makes every later change of the list fail.
        if (isAttached) await references.detach(ref.streamId, ref.id, context);
        await removeDetached(parts, ref, isAttached, context);
        return {};
      }),

    async hasDestination(ref, destination: Destination, context) {
      const { object } = await findTarget(parts, ref, context);
      return object.url ? leadsTo(object.url, destination) : undefined;
    },
  };
}
