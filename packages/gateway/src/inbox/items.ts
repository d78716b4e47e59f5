import { MultistreamError } from "@polycast/core";
import { parseInput } from "@polycast/core/provider";
import {
  getInboxItem,
  type InboxPosition,
  type InboxRecord,
  listInboxItems,
  notify,
  replayInboxItem,
  replayInboxItems,
} from "../store/index.ts";
import type { Inbox, InboxOptions } from "./inbox.ts";
import { toItem } from "./inbox-item.ts";
import { listInboxInput, replayInboxInput } from "./inputs.ts";

type Items = Pick<Inbox, "list" | "get" | "replay" | "replayMany">;

/** Rows per unit of work, so that a long replay holds up nothing else. */
const STEP = 200;
const START: InboxPosition = { receivedAt: 0, id: "" };

/** Makes what shows and replays webhooks. */
export function createItems({ store }: Pick<InboxOptions, "store">): Items {
  const get = async (id: string): Promise<InboxRecord> => {
    const record = await store.read(() => getInboxItem(id));
    if (record) return record;
    throw new MultistreamError("not_found", "There is no such webhook in the inbox.", {
      hint: "List them with GET /v1/inbox; settled ones are kept for some days only.",
    });
  };

  return {
    async list(query) {
      const parsed = parseInput(listInboxInput, query, "query");
      const { data, ...rest } = await store.read(() => listInboxItems(parsed));
      return { ...rest, data: data.map(toItem) };
    },
    get: async (id) => toItem(await get(id)),
    async replay(id) {
      const item = await store.write(function* () {
        if (yield* replayInboxItem(id)) yield* notify("inbox");
        return yield* getInboxItem(id);
      });
      return toItem(item ?? (await get(id)));
    },
    async replayMany(input) {
      const { receivedAfter, receivedBefore, ...rest } = parseInput(replayInboxInput, input ?? {}, "filter");
      const filter = {
        ...rest,
        ...(receivedAfter === undefined ? {} : { receivedAfter: Date.parse(receivedAfter) }),
        ...(receivedBefore === undefined ? {} : { receivedBefore: Date.parse(receivedBefore) }),
      };
      let replayed = 0;
      let after: InboxPosition | undefined = START;
      // Those that are taken in meanwhile lie behind, so that none is replayed twice.
      while (after) {
        const from: InboxPosition = after;
        const step = await store.write(function* () {
          const some = yield* replayInboxItems(filter, from, STEP);
          if (some.replayed > 0) yield* notify("inbox");
          return some;
        });
        replayed += step.replayed;
        after = step.end;
      }
      return { replayed };
    },
  };
}
