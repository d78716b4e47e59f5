import { isMultistreamError, MultistreamError } from "@polycast/core";
import * as z from "zod";
import { type GatewayClient, type Query, withQuery } from "./gateway-client.ts";
import { readSse } from "./read-sse.ts";

/** How events are followed. */
export type Following = {
  query: Query;
  /** Where to begin; absent: with what happens from now on. */
  after?: string | undefined;
  /** Ends it. */
  signal: AbortSignal;
  /** Called for each event, in order. */
  onEvent: (event: Record<string, unknown>) => void;
  /** What a person should know: that the connection was lost, that events are missing. */
  onNotice: (text: string) => void;
  /** Waits, or rejects when the signal aborts. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Calls back after a time; the answer calls it off. */
  timer: (ms: number, callback: () => void) => () => void;
};

/** A gateway says something every 15 s; what is silent for longer than this is gone. */
const SILENCE_MS = 45_000;
const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 30_000;

const eventSchema = z.record(z.string(), z.unknown());

/**
 * Follows events until the signal aborts. A lost connection is made again, and resumes without a gap where the gateway
 * still has the events in between.
 *
 * @throws MultistreamError when the first connection fails, or a later one for a reason that waiting does not mend
 */
export async function followEvents(client: GatewayClient, following: Following): Promise<void> {
  const { query, signal, onNotice, pause } = following;
  let cursor = following.after;
  let connected = false;
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const silence = new AbortController();
    try {
      const headers = cursor === undefined ? {} : { "last-event-id": cursor };
      const both = AbortSignal.any([signal, silence.signal]);
      const response = await client.open(withQuery("/v1/events/stream", query), { headers, signal: both });
      connected = true;
      for await (const { id, event, data, retryMs } of watched(response, silence, following)) {
        pauseMs = retryMs ?? FIRST_PAUSE_MS;
        // The id of a snapshot is where the events behind it begin.
        if (data !== "" && event === undefined) following.onEvent(eventSchema.parse(JSON.parse(data)));
        cursor = id ?? cursor;
      }
      if (!signal.aborted) onNotice("The gateway has closed the connection; connecting again.");
    } catch (error) {
      if (signal.aborted) return;
      if (!connected || isFinal(error, cursor)) throw error;
      if (isMultistreamError(error, "not_found")) {
        onNotice("Some events are gone from the gateway's log: what follows begins anew, with a gap before it.");
        cursor = undefined;
      } else onNotice(`The connection is lost; connecting again in ${Math.ceil(pauseMs / 1000)} s.`);
    }
    await pause(pauseMs, signal).catch(() => {});
    pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2);
  }
}

/** The messages of an answer; one that falls silent is cut. */
async function* watched(response: Response, silence: AbortController, { timer }: Following) {
  const arm = (): (() => void) => timer(SILENCE_MS, () => silence.abort());
  let disarm = arm();
  try {
    yield* readSse(response.body ?? new ReadableStream<Uint8Array>(), () => {
      disarm();
      disarm = arm();
    });
  } finally {
    disarm();
  }
}

/** Would it fail again, however long one waits? A cursor that is gone can be left out once. */
function isFinal(error: unknown, cursor: string | undefined): boolean {
  if (error instanceof SyntaxError || error instanceof RangeError || error instanceof z.ZodError) return true;
  if (!isMultistreamError(error)) return false;
  if (error instanceof MultistreamError && error.retryable) return false;
  return !(error.code === "not_found" && cursor !== undefined);
}
