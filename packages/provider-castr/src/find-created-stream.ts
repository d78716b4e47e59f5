import { type CallContext, ProviderError } from "@polycast/core/provider";
import type { CastrApi, NewLiveStream } from "./api.ts";
import { newestFirst } from "./newest-first.ts";
import type { LiveStream } from "./wire/live-stream.ts";

const PAGE_SIZE = 100;
/** Pages that are read in one search. */
const MAX_PAGES = 20;
/** How far Castr's clock and the time of its answers may be apart. */
const TOLERANCE_MS = 10_000;

/** A create whose outcome nobody knows. */
export type LostCreate = {
  asked: NewLiveStream;
  /** Our clock, before the create was sent. */
  startedAt: number;
  now: () => number;
  /** Was this stream there before? */
  knew: (id: string) => boolean;
};

/**
 * Looks for the stream that a create may have made: one with the same name and settings, without targets, made since
 * then, and not seen before. In which order Castr lists is not stated: the first page, then from the last one back.
 *
 * @throws ProviderError when it cannot be told whether there is one
 */
export async function findLiveStream(
  api: CastrApi,
  lost: LostCreate,
  context: CallContext,
): Promise<LiveStream | undefined> {
  let page = 1;
  for (let read = 1; ; read++) {
    const { docs, pages, castrTime } = await api.listStreams({ page, limit: PAGE_SIZE }, context);
    const earliest = (castrTime ?? lost.now()) - (lost.now() - lost.startedAt) - TOLERANCE_MS;
    const fitting = docs.filter((stream) => mayBe(stream, lost, earliest));
    const [found] = newestFirst(
      fitting.filter(({ name, creation_time }) => name !== undefined && creation_time !== undefined),
    );
    if (found) return found;
    if (fitting.length > 0) throw cannotTell();
    const next = page === 1 ? (pages ?? 1) : page - 1;
    if (next <= 1) return undefined;
    if (read === MAX_PAGES) throw cannotTell();
    page = next;
  }
}

/** What an answer leaves out excludes nothing. */
function mayBe(stream: LiveStream, { asked, knew }: LostCreate, earliest: number): boolean {
  const { _id, name, enabled, settings, platforms, creation_time: created } = stream;
  if (knew(_id) || (name ?? asked.name) !== asked.name || (enabled ?? asked.enabled) !== asked.enabled) return false;
  if (platforms && platforms.length > 0) return false;
  if (created !== undefined && Date.parse(created) < earliest) return false;
  return Object.entries(asked.settings ?? {}).every(([key, value]) => (settings?.[key] ?? value) === value);
}

function cannotTell(): ProviderError {
  return new ProviderError("conflict", "castr: it cannot be told which of several streams was just made.", {
    provider: "castr",
    outcome: "unknown",
    hint: "Look for it in the list of streams.",
  });
}
