import { gatewayProcess } from "../harness/gateway-process.ts";
import { nginxRtmp } from "../harness/nginx-rtmp.ts";
import { processTree } from "../harness/process-cpu.ts";
import { rtmpIngest } from "../harness/rtmp-ingest.ts";

/** A relay that runs and waits for its publisher. */
type RunningRelay = AsyncDisposable & {
  /** Where the publisher sends to, with the stream key. */
  readonly publishUrl: string;
  /** Every process that works for the relay. */
  pids(): Promise<number[]>;
};

/** One of the things compared: starts a relay that pushes to these RTMP addresses. */
export type Design = { readonly name: string; start(targets: readonly RtmpTarget[]): Promise<RunningRelay> };

export type RtmpTarget = { url: `rtmp://${string}`; streamKey: string };

/** nginx-rtmp's own `push`: the cheapest relay per target that is in wide use, configured in a file. */
export const nginxPush: Design = {
  name: "nginx push",
  start: async (targets) => {
    const nginx = await nginxRtmp({ live: { push: targets.map(({ url, streamKey }) => `${url}/${streamKey}`) } });
    return {
      publishUrl: `${nginx.url("live")}/source`,
      pids: () => processTree(nginx.process.pid),
      [Symbol.asyncDispose]: () => nginx[Symbol.asyncDispose](),
    };
  },
};

/** Polycast as a user starts it: the gateway and its relay, the targets created over HTTP. */
export const polycast: Design = {
  name: "polycast",
  start: async (targets) => {
    const gateway = await gatewayProcess();
    const { ingest } = await gateway.api.createStream({
      name: "bench",
      targets: targets.map((destination) => ({ name: destination.streamKey, destination })),
    });
    return {
      publishUrl: rtmpIngest(ingest).publishUrl,
      pids: () => processTree(gateway.pid),
      [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
    };
  },
};
