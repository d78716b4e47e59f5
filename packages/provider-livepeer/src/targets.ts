import {
  type CallContext,
  type Destination,
  ifThere,
  type NewTarget,
  type ProviderAdapter,
  readStoredDestination,
  refuseOptions,
  type Target,
  type TargetRef,
} from "@polycast/core/provider";
import { withRemains } from "./clean-up.ts";
import { leadsTo, toUrl } from "./destination-fields.ts";
import { findTarget } from "./find-target.ts";
import { hashText } from "./hash-text.ts";
import type { Parts } from "./parts.ts";
import { targetsOf } from "./map-stream.ts";
import { pendingOf, toTarget } from "./map-target.ts";
import {
  checkAsked,
  checkDistinct,
  checkRendition,
  type PreparedTarget,
  prepareTarget,
  shownOf,
} from "./prepare-target.ts";
import { pushesOf } from "./pushes.ts";
import { removeTarget } from "./remove-target.ts";
import { updateTarget } from "./update-target.ts";
import { profileNamesOf, referencesOf } from "./wire/stream.ts";
import type { WireTarget } from "./wire/target.ts";

/** What an attempt has made and not finished. */
type Remains = { objectId?: string };

/** The target half of the adapter. */
export function createTargets(parts: Parts): ProviderAdapter["targets"] {
  const { objects, references, memory, serial, repeats, readStream } = parts;

  async function get(ref: TargetRef, context: CallContext): Promise<Target> {
    const found = await findTarget(parts, ref, context);
    return toTarget({ ...found, memory });
  }

  /** A repeat begins anew, after what an earlier attempt could not remove: nobody knows that by its id. */
  async function make(
    streamId: string,
    prepared: PreparedTarget,
    context: CallContext,
    remains: Remains,
  ): Promise<Target> {
    if (remains.objectId !== undefined) {
      await references.detach(streamId, remains.objectId, context);
      await objects.remove(remains.objectId, context);
      delete remains.objectId;
    }
    const { stream, receivedAt } = await readStream(streamId, context);
    const { destination, fields, reference } = prepared;
    checkRendition(reference.profile, profileNamesOf(stream));
    checkDistinct({ ...reference, identity: destination.identity }, pushesOf(stream, memory));
    const object = await objects.create(fields, destination.secrets, context);
    let named = object;
    try {
      await references.attach(streamId, { ...reference, id: object.id }, context);
      named = await objects.rename(object, fields.name, context);
    } catch (error) {
      remains.objectId = object.id;
      throw withRemains(error, await undo(streamId, object.id));
    }
    memory.set(object.id, { ...shownOf(destination), streamId, own: true });
    const pending = pendingOf(stream, ["create"], receivedAt);
    return toTarget({
      stream,
      references: [{ ...reference, id: object.id }],
      object: named,
      memory,
      receivedAt,
      pending,
    });
  }

  /** An attach that failed may have been saved: the reference goes before the object. */
  async function undo(streamId: string, id: string): Promise<string[]> {
    const detached = await references.detachAfterFailure(streamId, id);
    return detached ? objects.undo([id]) : [`target ${id} on stream ${streamId}`];
  }

  return {
    async create(streamId, input: NewTarget, context) {
      const prepared = await prepareTarget(input);
      const remains: Remains = {};
      return repeats.answer(`target of ${streamId}`, context, {
        input,
        make: (own) => serial.run(streamId, own.signal, () => make(streamId, prepared, own, remains)),
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
        await removeTarget(parts, ref, isAttached, context);
        return {};
      }),

    async hasDestination(ref, destination: Destination, context) {
      const { object } = await findTarget(parts, ref, context);
      if (object.url) return leadsTo(object.url, destination);
      // The same address, to the letter, as this process has written last; others may lead there too, or not.
      return memory.get(ref.id)?.sent === (await hashText(toUrl(destination).url)) ? true : undefined;
    },

    async destinations(streamId, context) {
      const { stream } = await readStream(streamId, context);
      const ids = new Set(referencesOf(stream).map(({ id }) => id));
      const loaded = await objects.load([...ids], context);
      // The key of an administrator is told the address, any other one is not.
      return new Map([...loaded.values()].flatMap(entryOf));
    },

    check: (asked) => checkAsked(asked),
  };
}

function entryOf({ id, url }: WireTarget): [string, Destination][] {
  const destination = url ? readStoredDestination(url) : undefined;
  return destination ? [[id, destination]] : [];
}
