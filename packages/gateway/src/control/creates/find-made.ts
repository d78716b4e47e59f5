import type { Stream, Target } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import type { Bindings } from "../observing/bindings.ts";
import type { Instance } from "../providers/instances.ts";
import type { SeenBefore } from "./seen-before.ts";

/** Pages of 100 streams in which one is looked for. */
const PAGES = 20;
const LIMIT = 100;
/** How much the clocks of two machines may differ, in milliseconds. */
const SKEW_MS = 300_000;

/** A create at a provider of which nobody knows whether it made anything. */
export type LostCreate = {
  /** The stream's, as it was asked for. */
  name: string;
  /** What it carries that no other stream does, as its reference or its name; absent: nothing, so that it is known by all the rest together. */
  mark?: string | undefined;
  /** What it carries besides, which others may carry as well. */
  reference?: string | undefined;
  /** Of the targets that were asked for, in their order: some of them may be there. */
  targets: readonly { name: string; reference?: string | undefined; host?: string | undefined }[];
  /** What was there before; absent where there is a mark. */
  before?: SeenBefore | undefined;
  /** When it was asked for, milliseconds since 1970. */
  since: number;
};

/**
 * What a lost create has made. `unsure`: these may be it, or somebody else's; none of them may be touched. `isWhole`
 * false with none: there are more streams than were looked through.
 */
export type Made = { found: Stream } | { found?: undefined; unsure: string[]; isWhole: boolean };

/**
 * Looks for the stream that a lost create has made: by its mark; without one, the only stream that is new since, bears
 * its name and reference, has no targets but those that were asked for, and is bound to no stream of ours.
 *
 * @throws MultistreamError what the provider's list throws
 */
export async function findMade(bindings: Bindings, instance: Instance, lost: LostCreate): Promise<Made> {
  const fitting: Stream[] = [];
  const old = new Set(lost.before?.ids);
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const query = defined({ limit: LIMIT, cursor });
    const { data, nextCursor } = await instance.call((context) => instance.adapter.streams.list(query, context));
    for (const stream of data) {
      if (bindings.streamOf(instance.name, stream.id) !== undefined || old.has(stream.id)) continue;
      if (lost.mark === undefined ? mayBe(stream, lost) : isMarked(stream, lost.mark)) fitting.push(stream);
    }
    const [found] = fitting;
    if (found && lost.mark !== undefined) return { found };
    if (nextCursor === undefined) return onlyOne(fitting, lost);
    cursor = nextCursor;
  }
  return { unsure: fitting.map(({ id }) => id), isWhole: false };
}

function isMarked({ name, reference }: Stream, mark: string): boolean {
  return reference === mark || name === mark;
}

function onlyOne(fitting: readonly Stream[], { before }: LostCreate): Made {
  const [found, ...others] = fitting;
  if (found && others.length === 0 && before?.isWhole === true) return { found };
  return { unsure: fitting.map(({ id }) => id), isWhole: true };
}

/** What an answer leaves out excludes nothing. */
function mayBe(stream: Stream, { name, reference, targets, since, before }: LostCreate): boolean {
  if (stream.name !== name || stream.reference !== reference || stream.status.state === "live") return false;
  // Where all that was there is known, no clock need be trusted.
  if (before?.isWhole !== true && Date.parse(stream.createdAt ?? "") < since - SKEW_MS) return false;
  return (stream.targets ?? []).every((there) => targets.some((target) => isLike(there, target)));
}

/** A name is not kept everywhere, and where a target sends to is not told everywhere. */
function isLike({ name, reference, destination: { host } }: Target, asked: LostCreate["targets"][number]): boolean {
  const isCalled = name === asked.name || (reference !== undefined && reference === asked.reference);
  return isCalled && (host === undefined || host === asked.host);
}
