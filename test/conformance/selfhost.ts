import { setTimeout as delay } from "node:timers/promises";
import type { OpenHarness } from "@polycast/core/conformance";
import type { Destination } from "@polycast/core";
import { selfhost } from "@polycast/selfhost";
import { freePort } from "../harness/free-port.ts";
import { type TinyRtmpSink, tinyRtmpSink } from "../harness/tiny-rtmp/sink.ts";
import { type Encoder, startEncoder } from "../usage/encoder.ts";

/** Destinations that listen; the kit lets no more than these be dialled at once. */
const SINKS = 12;

/** The relay itself, with encoders and sinks of our own on this machine. */
export const openSelfhost: OpenHarness = async () => {
  const adapter = selfhost({ rtmpPort: 0, allowPrivateTargets: true });
  const sinks = await Promise.all(Array.from({ length: SINKS }, async () => openSink(await freePort())));
  const encoders = new Map<string, Encoder>();

  async function start(streamId: string): Promise<void> {
    const ingest = await adapter.streams.getIngest(streamId, { signal: new AbortController().signal });
    encoders.set(streamId, await startEncoder(ingest));
  }
  async function end(streamId: string): Promise<void> {
    await encoders.get(streamId)?.end();
    encoders.delete(streamId);
  }
  async function drop(streamId: string): Promise<void> {
    await encoders.get(streamId)?.[Symbol.asyncDispose]();
    encoders.delete(streamId);
  }
  async function sinkOf(target: { streamId: string; id: string }): Promise<Sink> {
    const { destination } = await adapter.targets.get(target, { signal: new AbortController().signal });
    const found = sinks.find(({ port }) => destination.host === `127.0.0.1:${port}`);
    if (!found) throw new Error("The target does not send to a sink of this harness.");
    return found;
  }

  return {
    adapter,
    encoder: { start, drop, resume: start, end },
    destinations: {
      break: async (target) => (await sinkOf(target)).close(),
      heal: async (target) => (await sinkOf(target)).open(),
    },
    destination: (n) => {
      const sink = sinks[n % SINKS];
      if (!sink) throw new RangeError(`There is no destination ${n}.`);
      return sink.destination(n);
    },
    advance: (ms) => delay(ms),
    patienceMs: 20_000,
    secrets: () => [],
    close: async () => {
      await Promise.all([...encoders.keys()].map(drop));
      await adapter.close?.();
      await Promise.all(sinks.map((sink) => sink.close()));
    },
  };
};

type Sink = { port: number; destination(n: number): Destination; open(): Promise<void>; close(): Promise<void> };

/** A sink at one port, that can be closed and opened again. */
async function openSink(port: number): Promise<Sink> {
  let sink: TinyRtmpSink | undefined = await tinyRtmpSink({}, {}, port);
  return {
    port,
    destination: (n) => ({ url: `rtmp://127.0.0.1:${port}/live`, streamKey: `canary-sink-key-${n}-d41d8cd9` }),
    open: async () => {
      sink ??= await tinyRtmpSink({}, {}, port);
    },
    close: async () => {
      await sink?.[Symbol.asyncDispose]();
      sink = undefined;
    },
  };
}
