import type { Destination } from "@polycast/core";
import { freePort } from "./free-port.ts";
import { type TinyRtmpSink, tinyRtmpSink } from "./tiny-rtmp/sink.ts";

/** An RTMP destination at one address that can be switched off and on; while off it refuses connections. */
export type SwitchableSink = AsyncDisposable & {
  readonly destination: Destination;
  off(): Promise<void>;
  on(): Promise<void>;
};

/** Listens on a free port of 127.0.0.1. */
export async function switchableSink(): Promise<SwitchableSink> {
  const port = await freePort();
  let sink: TinyRtmpSink | undefined = await tinyRtmpSink({}, {}, port);
  const off = async (): Promise<void> => {
    await sink?.[Symbol.asyncDispose]();
    sink = undefined;
  };
  return {
    destination: { url: `rtmp://127.0.0.1:${port}/live`, streamKey: "key" },
    off,
    on: async () => {
      sink ??= await tinyRtmpSink({}, {}, port);
    },
    [Symbol.asyncDispose]: off,
  };
}
