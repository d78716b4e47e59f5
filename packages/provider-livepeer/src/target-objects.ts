import {
  type CallContext,
  cleanUpContext,
  confirmed,
  createOnce,
  ifThere,
  mayHaveApplied,
  ProviderError,
  walkPages,
} from "@polycast/core/provider";
import type { Account } from "./account.ts";
import type { LivepeerApi, TargetFields } from "./api.ts";
import { withRemains } from "./clean-up.ts";
import { LOOKS_MS } from "./looks-ms.ts";
import { OwnWrites } from "./own-writes.ts";
import { digitsOf, markedName, REMOVED } from "./target-mark.ts";
import type { WireTarget } from "./wire/target.ts";

/** Up to this many objects are read one by one; for more, the list is read. */
const FEW = 8;
const PAGE = 1000;
/** Pages of the list that are read before it counts as too long. */
const MAX_PAGES = 10;

/** The target objects of an account: what streams refer to. */
export type TargetObjects = ReturnType<typeof createTargetObjects>;

export function createTargetObjects(api: LivepeerApi, account: Account) {
  /** Changes that reads may not show yet. */
  const written = new OwnWrites<WireTarget>();

  /** Reads the list until `visit` has enough. @returns whether the list was read to its end, or far enough */
  async function walk(context: CallContext, visit: (targets: WireTarget[]) => boolean): Promise<boolean> {
    const userId = await account(context);
    const read = (cursor?: string) => api.listTargets(userId, { cursor, limit: PAGE }, context);
    for await (const page of walkPages(MAX_PAGES, read)) {
      if (visit(page.data) || page.next === undefined) return true;
    }
    return false;
  }

  /** @throws MultistreamError when the list is too long to know */
  async function findByName(name: string, context: CallContext): Promise<WireTarget | undefined> {
    let found: WireTarget | undefined;
    const whole = await walk(
      context,
      (targets) => (found = targets.find((target) => target.name === name)) !== undefined,
    );
    if (whole) return found;
    throw new ProviderError("limit_exceeded", `livepeer: more than ${MAX_PAGES * PAGE} targets are stored.`, {
      provider: "livepeer",
    });
  }

  async function read(id: string, context: CallContext): Promise<WireTarget | undefined> {
    return written.read(id, () => ifThere(api.getTarget(id, context)), context.signal);
  }

  async function remove(id: string, context: CallContext): Promise<void> {
    await ifThere(
      confirmed(
        () => api.deleteTarget(id, context),
        async () => {
          written.noteGone(id);
          return (await read(id, context)) === undefined;
        },
      ),
    );
    written.noteGone(id);
  }

  /** Changes fields of an object. A new URL cannot be read back: if its fate is not known, that is what is thrown. */
  async function patch(
    id: string,
    fields: TargetFields,
    secrets: readonly string[],
    context: CallContext,
  ): Promise<void> {
    const { name, disabled, url } = fields;
    const isNamed = (target: WireTarget | undefined): boolean => name === undefined || target?.name === name;
    const isSwitched = (target: WireTarget | undefined): boolean =>
      disabled === undefined || (target?.disabled === true) === disabled;
    const note = (): void => {
      if (name !== undefined) written.note(id, "name", isNamed);
      if (disabled !== undefined) written.note(id, "disabled", isSwitched);
    };
    await confirmed(
      () => api.patchTarget(id, fields, secrets, context),
      async () => {
        if (url !== undefined) return false;
        note();
        const target = await read(id, context);
        return isNamed(target) && isSwitched(target);
      },
    );
    note();
  }

  /** Removes what a failed call has made, whatever its signal says. @returns what could not be removed */
  async function undo(ids: readonly string[]): Promise<string[]> {
    const context = cleanUpContext();
    const removed = await Promise.allSettled(ids.map((id) => remove(id, context)));
    return ids.filter((_id, index) => removed[index]?.status === "rejected").map((id) => `target ${id}`);
  }

  /** Removes an object whose making failed, if it is there. @returns what may remain */
  async function sweep(marked: string): Promise<string[]> {
    try {
      const found = await findByName(marked, cleanUpContext());
      return found ? await undo([found.id]) : [];
    } catch {
      return [`perhaps a target named "${marked}"`];
    }
  }

  return {
    read,
    patch,
    remove,
    undo,

    /**
     * Makes a target object, exactly one, under a name that nobody else gives; `rename` it when a stream refers to it. The
     * name is the only field by which an object can be found again whose answer was lost, and to take the one of somebody
     * else who calls theirs the same would send this stream to their account. One that its process left behind is known by
     * it, too.
     *
     * @param fields with the key in `url`
     * @param secrets in these fields
     */
    async create(
      fields: { name: string; url: string; disabled: boolean },
      secrets: readonly string[],
      context: CallContext,
    ): Promise<WireTarget> {
      const { name, url, disabled } = fields;
      const marked = markedName(name, context.mark === undefined ? undefined : await digitsOf(context.mark));
      const json: TargetFields = { name: marked, url, ...(disabled ? { disabled } : {}) };
      try {
        return await createOnce({
          create: () => api.createTarget(json, secrets, context),
          find: () => findByName(marked, context),
          looksMs: LOOKS_MS,
          signal: context.signal,
        });
      } catch (error) {
        throw withRemains(error, mayHaveApplied(error) ? await sweep(marked) : []);
      }
    },

    /** Gives an object its name. */
    async rename(object: WireTarget, name: string, context: CallContext): Promise<WireTarget> {
      await patch(object.id, { name }, [], context);
      return { ...object, name };
    },

    /** Marks an object that is about to be taken away: should nobody come back to it, it is known for a left one. */
    async mark(id: string, context: CallContext): Promise<void> {
      await ifThere(patch(id, { name: markedName(REMOVED) }, [], context));
    },

    /** All objects of the account, by their id; undefined: there are too many to know. */
    async all(context: CallContext): Promise<ReadonlyMap<string, WireTarget> | undefined> {
      const found = new Map<string, WireTarget>();
      const isWhole = await walk(context, (targets) => {
        for (const target of targets) found.set(target.id, target);
        return false;
      });
      return isWhole ? found : undefined;
    },

    /** Reads the objects of these ids; one that is not in the answer does not exist. */
    async load(ids: readonly string[], context: CallContext): Promise<Map<string, WireTarget>> {
      const missing = new Set(ids);
      const found = new Map<string, WireTarget>();
      const keep = (target: WireTarget): void => {
        if (missing.delete(target.id)) found.set(target.id, target);
      };
      if (missing.size > FEW) {
        await walk(context, (targets) => {
          targets.forEach(keep);
          return missing.size === 0;
        });
      }
      // Pages shift while they are read, so what the list does not show is asked for.
      for (const target of await Promise.all([...missing].map((id) => read(id, context)))) if (target) keep(target);
      return found;
    },
  };
}
