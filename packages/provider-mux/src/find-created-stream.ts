import type { CallContext } from "@polycast/core/provider";
import type { Answer, MuxApi } from "./api.ts";
import { readUnixSeconds } from "./map-stream.ts";
import type { WireStream } from "./wire/live-stream.ts";

/** A stream that was made a moment ago is among the newest. */
const MAX_PAGES = 5;

/** What a create is known again by: Mux has no idempotency keys, and lists cannot be filtered by `passthrough`. */
export type Wanted = {
  passthrough: string;
  title: string;
  /** Is it what another create has made? */
  isTaken: (id: string) => boolean;
};

/** The newest streams before a create whose mark others may bear too: what it makes is none of them, and not older. */
export type Before = { ids: ReadonlySet<string>; newest: string };

/** Told by Mux's clock alone: ours may be early or late. */
export async function readBefore(api: MuxApi, context: CallContext): Promise<Before> {
  const { data } = await api.listStreams({ page: 1, limit: 100 }, context);
  const times = data.map(({ created_at }) => readUnixSeconds(created_at) ?? "");
  return { ids: new Set(data.map(({ id }) => id)), newest: times.toSorted().at(-1) ?? "" };
}

/** Looks for what a create has made whose answer is missing. */
export async function findCreatedStream(
  api: MuxApi,
  wanted: Wanted,
  before: Before | undefined,
  context: CallContext,
): Promise<Answer<WireStream> | undefined> {
  const fits = (stream: WireStream): boolean =>
    stream.passthrough === wanted.passthrough &&
    !wanted.isTaken(stream.id) &&
    // A mark of ours says enough; a caller's reference may be on several streams.
    (before === undefined ||
      (stream.meta?.title === wanted.title && !before.ids.has(stream.id) && isNotOlder(stream, before)));
  for await (const page of api.walkStreams(MAX_PAGES, context)) {
    const data = page.data.find(fits);
    if (data) return { ...page, data };
  }
  return undefined;
}

function isNotOlder({ created_at }: WireStream, { newest }: Before): boolean {
  const time = readUnixSeconds(created_at);
  return time !== undefined && time >= newest;
}
