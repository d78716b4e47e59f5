import { isMultistreamError, type Target } from "@polycast/core";
import { type AdapterPage, parseInput } from "@polycast/core/provider";
import { getStream, listTargets, type Reading, type TargetQuery, type TargetRecord } from "../../store/index.ts";
import { encodeCursor } from "../../store/page-cursor.ts";
import { listTargetsInput } from "../inputs.ts";
import { findStreamRecord } from "../lookup.ts";
import type { Scope } from "../parts.ts";

/** Rows that one search by state looks at, in all and at a time. */
const MAX_SCANNED = 2000;
const ROWS_PER_LOOK = 200;

/** One page over all streams, newest first; filtered by state, a page may hold fewer than its limit and go on. */
export async function findTargets(scope: Scope, query: unknown): Promise<AdapterPage<Target>> {
  const { store, views, tenantId } = scope;
  const { state, streamId, ...rest } = parseInput(listTargetsInput, query, "query");
  const stream = streamId === undefined ? undefined : await findStreamRecord(scope, streamId).catch(orNothing);
  if (streamId !== undefined && !stream) return { data: [] };
  const filter: TargetQuery = { limit: rest.limit };
  if (tenantId !== undefined) filter.tenantId = tenantId;
  if (rest.cursor !== undefined) filter.cursor = rest.cursor;
  if (rest.provider !== undefined) filter.provider = rest.provider;
  if (stream) filter.streamId = stream.id;
  return store.read(() => search(filter, toTarget, state));

  function* toTarget(record: TargetRecord): Reading<Target | undefined> {
    const own = yield* getStream(record.streamId);
    return own && views.target(own, record);
  }
}

/** Fills a page with the targets in a state, which only memory knows, by looking through a bounded number of rows. */
function* search(
  query: TargetQuery,
  toTarget: (record: TargetRecord) => Reading<Target | undefined>,
  state: Target["status"]["state"] | undefined,
): Reading<AdapterPage<Target>> {
  const data: Target[] = [];
  const limit = state === undefined ? query.limit : ROWS_PER_LOOK;
  let next = { ...query, limit };
  for (let scanned = limit; ; scanned += limit) {
    const page = yield* listTargets(next);
    for (const record of page.data) {
      const target = yield* toTarget(record);
      if (target && (state === undefined || target.status.state === state)) data.push(target);
      if (data.length < query.limit) continue;
      const isLast = page.nextCursor === undefined && record === page.data.at(-1);
      return isLast ? { data } : { data, nextCursor: encodeCursor(record) };
    }
    if (page.nextCursor === undefined) return { data };
    if (scanned >= MAX_SCANNED) return { data, nextCursor: page.nextCursor };
    next = { ...query, limit, cursor: page.nextCursor };
  }
}

function orNothing(error: unknown): undefined {
  if (!isMultistreamError(error, "not_found")) throw error;
}
