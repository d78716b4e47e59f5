import type { HttpClock, Observation } from "@polycast/core/provider";
import { EventStream } from "../events/event-stream.ts";

const encoder = new TextEncoder();

/** One connection, as the gateway has it. */
export type Connection = {
  headers: Headers;
  /** Sends text as it is. */
  send(text: string): void;
  end(): void;
};

/** Passes when it is told to. */
export type SteppedClock = HttpClock & { advance(ms: number): Promise<void> };

/**
 * An event stream whose gateway is played by the test.
 *
 * @param refusals answers to the first connections instead of a stream
 */
export function eventSource(refusals: Response[] = []) {
  const connections: Connection[] = [];
  const asked: Headers[] = [];
  const told: Observation[] = [];
  const clock = steppedClock();
  const stream = new EventStream({
    clock,
    request: () => ({ url: "https://live.example.com/v1/events/stream", headers: { authorization: "Bearer k" } }),
    fetch: async ({ headers, signal }) => {
      asked.push(headers);
      const refusal = refusals.shift();
      if (refusal) return refusal;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          signal.addEventListener("abort", () => controller.error(signal.reason));
          const send = (text: string): void => controller.enqueue(encoder.encode(text));
          connections.push({ headers, send, end: () => controller.close() });
        },
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    },
  });
  return {
    stream,
    connections,
    asked,
    told,
    clock,
    listen: () => stream.subscribe((observation) => told.push(observation)),
    /** Lets what was sent arrive. */
    settle: () => turns(),
  };
}

/** A message with an event in it. */
export function message(id: number, event: unknown, name = ""): string {
  return `id: ${id}\n${name && `event: ${name}\n`}data: ${JSON.stringify(event)}\n\n`;
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

function steppedClock(): SteppedClock {
  let elapsed = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => elapsed,
    wall: () => Date.parse("2026-03-01T12:00:01.000Z") + elapsed,
    random: () => 0,
    after(ms, run) {
      const timer = { at: elapsed + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      elapsed += ms;
      for (const timer of timers) {
        if (timer.at > elapsed) continue;
        timers.delete(timer);
        timer.run();
      }
      await turns();
    },
  };
}
