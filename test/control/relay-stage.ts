import { setTimeout as delay } from "node:timers/promises";
import type { Destination } from "@polycast/core";
import { selfhost } from "@polycast/selfhost";
import { type TinyRtmpSink, tinyRtmpSink } from "../harness/tiny-rtmp/sink.ts";
import { type Encoder, startEncoder } from "../usage/encoder.ts";
import { type ProviderStage, type Push, wayOf } from "./provider-stage.ts";

const SINKS = 3;
const STEP_MS = 25;
const PATIENCE_MS = 15_000;

/** The relay itself, with an encoder and sinks of our own on this machine, in true time. What sends, the sinks say. */
export async function openRelay(): Promise<ProviderStage> {
  await using stack = new AsyncDisposableStack();
  const sinks: TinyRtmpSink[] = [];
  for (let n = 1; n <= SINKS; n += 1) sinks.push(stack.use(await tinyRtmpSink()));
  let encoder: Encoder | undefined;
  const open = stack.move();

  const destination = (n: number): Destination => {
    const sink = sinks[n - 1];
    if (!sink) throw new RangeError(`There is no destination ${n}.`);
    return { url: sink.url, streamKey: `key-${n}` };
  };
  return {
    adapt: () => selfhost({ rtmpPort: 0, allowPrivateTargets: true }),
    fetch: () => Promise.reject(new TypeError("The relay is not reached over HTTP.")),
    destination,
    encoder: {
      async start(streamId, adapter) {
        encoder = await startEncoder(
          await adapter.streams.getIngest(streamId, { signal: AbortSignal.timeout(PATIENCE_MS) }),
        );
      },
      async end() {
        await encoder?.end();
        encoder = undefined;
      },
    },
    async pushes(streamId, adapter) {
      const { targets = [] } = await adapter.streams.get(streamId, { signal: AbortSignal.timeout(PATIENCE_MS) });
      const ways = sinks.flatMap(sending);
      const pushes = targets.map(({ id, name, enabled: isOn, destination: { host } }): Push => {
        const sink = sinks.findIndex(({ url }) => new URL(url).host === host);
        const to = wayOf(destination(sink + 1));
        const place = ways.indexOf(to);
        if (place !== -1) ways.splice(place, 1);
        return { id, to, name, isOn, sends: place !== -1 };
      });
      // What else is at the sinks is nobody's, or a second one.
      return [...pushes, ...ways.map((to) => ({ id: to, to, isOn: true, sends: true }))];
    },
    deliverTo: () => undefined,
    advance: (ms) => delay(ms),
    during: async (task) => task,
    isManual: false,
    stepMs: STEP_MS,
    patienceMs: PATIENCE_MS,
    async [Symbol.asyncDispose]() {
      await encoder?.[Symbol.asyncDispose]();
      await open.disposeAsync();
    },
  };
}

/** Publishers that are connected and have sent something. */
function sending({ sessions, url }: TinyRtmpSink): string[] {
  return sessions
    .filter(({ closed, frames }) => !closed && frames.length > 0)
    .map(({ streamName }) => `${url}/${streamName}`);
}
