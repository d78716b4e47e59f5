import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";

/** Somebody who follows a gateway's events over SSE, and connects again where the connection ended. */
export type EventFollower = AsyncDisposable & {
  /** The ids of all events that came, in their order. */
  readonly ids: readonly string[];
  /** How often it connected. */
  readonly connections: number;
  /** Answers that were neither a stream nor "not now", in words. */
  readonly faults: readonly string[];
};

const AGAIN_AFTER_MS = 200;
const eventSchema = z.object({ id: z.string() });

/** Follows from a cursor on; every new connection goes on behind the last thing that came. */
export function eventFollower(url: string, apiKey: string, cursor: string): EventFollower {
  const ids: string[] = [];
  const faults: string[] = [];
  const over = new AbortController();
  let connections = 0;
  let position = cursor;

  /** What is between two empty lines. */
  const take = (message: string): void => {
    const fields = message.split("\n").flatMap((line) => {
      const at = line.indexOf(": ");
      return at > 0 ? [[line.slice(0, at), line.slice(at + 2)] as const] : [];
    });
    const { id, data } = Object.fromEntries(fields) as { id?: string; data?: string };
    if (id !== undefined) position = id;
    if (data !== undefined) ids.push(eventSchema.parse(JSON.parse(data)).id);
  };
  const follow = async (): Promise<void> => {
    const answer = await fetch(new URL("/v1/events/stream", url), {
      headers: { authorization: `Bearer ${apiKey}`, "last-event-id": position },
      signal: over.signal,
    });
    if (answer.status !== 200 || answer.body === null) {
      const text = await answer.text();
      if (answer.status !== 503) faults.push(`${answer.status}: ${text}`);
      return;
    }
    connections += 1;
    let text = "";
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const messages = text.split("\n\n");
      text = messages.pop() ?? "";
      for (const message of messages) take(message);
    }
  };
  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      // A gateway that is down, or was killed in the middle of an answer.
      await follow().catch(() => undefined);
      await delay(AGAIN_AFTER_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    ids,
    faults,
    get connections() {
      return connections;
    },
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await running;
    },
  };
}
