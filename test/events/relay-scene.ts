import { setTimeout as delay } from "node:timers/promises";
import { selfhost } from "@polycast/selfhost";
import { switchableSink } from "../harness/switchable-sink.ts";
import { type Encoder, startEncoder } from "../usage/encoder.ts";
import type { OpenScene } from "./scene.ts";

const STEP_MS = 25;
const PATIENCE_MS = 30_000;

/** The relay itself, with true encoders and destinations on this machine, in true time. */
export const relayScene: OpenScene = async () => {
  const adapter = selfhost({ rtmpPort: 0, allowPrivateTargets: true });
  const sinks = await Promise.all([1, 2, 3].map(switchableSink));
  const [, breaking] = sinks;
  let encoder: Encoder | undefined;
  const start = async (streamId: string): Promise<void> => {
    const ingest = await adapter.streams.getIngest(streamId, { signal: AbortSignal.timeout(PATIENCE_MS) });
    encoder = await startEncoder(ingest);
  };
  const drop = async (): Promise<void> => {
    await encoder?.[Symbol.asyncDispose]();
    encoder = undefined;
  };
  return {
    adapter,
    destinations: sinks.map(({ destination }) => destination),
    encoder: {
      start,
      drop,
      resume: start,
      end: async () => {
        await encoder?.end();
        encoder = undefined;
      },
    },
    destination: { break: async () => breaking?.off(), heal: async () => breaking?.on() },
    during: (task) => task,
    advance: (ms) => delay(ms),
    calmMs: 0,
    stepMs: STEP_MS,
    patienceMs: PATIENCE_MS,
    close: async () => {
      await drop();
      await Promise.all(sinks.map((sink) => sink[Symbol.asyncDispose]()));
    },
  };
};
