import { MultistreamError, type Stream } from "@polycast/core";
import { parseInput } from "@polycast/core/provider";
import {
  type EventQuery,
  isKnownPosition,
  isLogPosition,
  listEventsAfter,
  listStreams,
  type LoggedEvent,
  type LogPosition,
  newestPosition,
  type Reading,
  startPosition,
  type StreamRecord,
} from "../../store/index.ts";
import type { EventFilter, Subscriber } from "./event-feed.ts";
import { ExpiredCursorError } from "./expired-cursor-error.ts";
import { followEventsInput, listEventsInput } from "../inputs.ts";
import { ourStreamId, requireStream } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import { readStream } from "../read-model.ts";

/** A page of the event log, oldest first. */
type EventPage = {
  data: LoggedEvent[];
  /** Present while there are more. */
  nextCursor?: string;
  /** Where this page ends: send it as `after` at any later time to go on from here. */
  cursor: string;
};

/** What everything looks like at one place of the log. */
type StateSnapshot = { type: "snapshot"; streams: Stream[]; cursor: string };

/** A way to follow the log. */
export type Following = {
  /** Absent when a cursor was given: then there is nothing to begin with. */
  snapshot?: StateSnapshot;
  /** Starts it; call it once. @returns what ends it. */
  start: (subscriber: Subscriber) => () => void;
};

/** The event calls of the control plane. */
export type Events = {
  /** @throws ExpiredCursorError */
  list(query: unknown): Promise<EventPage>;
  /**
   * Follows the log from a cursor, or from now with a snapshot first; then without a gap and each event once.
   *
   * @throws ExpiredCursorError
   */
  follow(query: unknown): Promise<Following>;
};

/** Streams that a snapshot may hold. */
const MAX_SNAPSHOT = 5000;
const SNAPSHOT_PAGE = 500;

/** Makes the event calls. */
export function createEvents(scope: Scope): Events {
  const { store, views, feed, tenantId } = scope;

  const toFilter = ({
    streamId,
    type,
  }: {
    streamId?: string | undefined;
    type?: LoggedEvent["type"][] | undefined;
  }) => {
    const filter: EventFilter = {};
    // A deleted stream still has a history, so it need not be there.
    if (streamId !== undefined) filter.streamId = ourStreamId(scope, streamId) ?? streamId;
    if (tenantId !== undefined) filter.tenantId = tenantId;
    if (type) filter.types = type;
    return filter;
  };

  return {
    async list(input) {
      const { after, limit, ...rest } = parseInput(listEventsInput, input, "query");
      const filter = toFilter(rest);
      return store.read(function* () {
        const start = after === undefined ? yield* startPosition() : yield* checkedPosition(after);
        const query: EventQuery = { after: start, limit: limit + 1, ...filter };
        const found = yield* listEventsAfter(query);
        const page = found.slice(0, limit);
        const data = page.map(({ event }) => event);
        const more = found.length > limit;
        const last = page.at(-1)?.position;
        const cursor = more && last !== undefined ? last : yield* newestPosition();
        return more ? { data, nextCursor: cursor, cursor } : { data, cursor };
      });
    },
    async follow(input) {
      const { after, ...rest } = parseInput(followEventsInput, input, "query");
      const filter = toFilter(rest);
      const from = (position: LogPosition) => ({
        start: (subscriber: Subscriber): (() => void) => feed.subscribe(subscriber, position, filter),
      });
      return store.read(function* () {
        if (after !== undefined) return from(yield* checkedPosition(after));
        const { position, snapshot } = yield* takeSnapshot(filter);
        return { ...from(position), snapshot };
      });
    },
  };

  function* takeSnapshot({ streamId }: EventFilter): Reading<{ position: LogPosition; snapshot: StateSnapshot }> {
    const records = streamId === undefined ? yield* allStreams(tenantId) : [yield* requireStream(streamId, tenantId)];
    const streams: Stream[] = [];
    for (const record of records) streams.push(yield* readStream(views, record));
    const position = yield* newestPosition();
    return { position, snapshot: { type: "snapshot", streams, cursor: position } };
  }
}

function* allStreams(tenantId: string | undefined): Reading<StreamRecord[]> {
  const filter = tenantId === undefined ? {} : { tenantId };
  const records: StreamRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = yield* listStreams({ limit: SNAPSHOT_PAGE, ...filter, ...(cursor === undefined ? {} : { cursor }) });
    records.push(...page.data);
    cursor = page.nextCursor;
    if (records.length > MAX_SNAPSHOT) throw tooMany();
  } while (cursor !== undefined);
  return records;
}

function tooMany(): MultistreamError {
  return new MultistreamError("limit_exceeded", `A snapshot holds at most ${MAX_SNAPSHOT} streams.`, {
    hint: "Follow one stream with `streamId`; or read `cursor` from the event list, page through the streams, and follow from that cursor.",
  });
}

/** @throws ExpiredCursorError when it is not a position that the log can be told from. */
function* checkedPosition(cursor: string): Reading<LogPosition> {
  if (!isLogPosition(cursor)) {
    throw new MultistreamError("invalid_argument", "The cursor is not one of the event log's.", {
      issues: [{ path: "after", message: "is not a cursor of the event log" }],
      hint: "Send the `cursor` of a page or of a snapshot, or the id of the last event of the stream, unchanged.",
    });
  }
  if (!(yield* isKnownPosition(cursor))) throw new ExpiredCursorError();
  return cursor;
}
