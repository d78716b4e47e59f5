import * as z from "zod";
import { basicAuth } from "../kernel/basic-auth.ts";
import { type Answer, callApi } from "../kernel/call.test.support.ts";
import { manualClock } from "../kernel/clock.ts";
import { muxSimulator } from "./create-mux-simulator.ts";
import type { MuxSimulatorSettings } from "./settings.ts";

const wireTarget = z.looseObject({ id: z.string(), status: z.string(), error_severity: z.string().optional() });
const wireStream = z.looseObject({
  id: z.string(),
  status: z.string(),
  stream_key: z.string(),
  simulcast_targets: z.array(wireTarget).default([]),
});
const wireEvent = z.looseObject({ type: z.string(), data: z.looseObject({ id: z.string(), status: z.string() }) });

/** The `data` of an answer, whatever it is. */
export function dataOf({ body }: Answer): unknown {
  return z.object({ data: z.unknown() }).parse(body).data;
}
/** @throws ZodError when there is no stream in the answer */
export function streamOf(answer: Answer): z.infer<typeof wireStream> {
  return wireStream.parse(dataOf(answer));
}
/** @throws ZodError when there is no target in the answer */
export function targetOf(answer: Answer): z.infer<typeof wireTarget> {
  return wireTarget.parse(dataOf(answer));
}
/** Ids of a list. */
export function idsOf(answer: Answer): string[] {
  return z
    .array(z.looseObject({ id: z.string() }))
    .parse(dataOf(answer))
    .map(({ id }) => id);
}

function path(streamId: string): string {
  return `/video/v1/live-streams/${streamId}`;
}

/** An account of the simulator with a clock that is moved by hand, and one endpoint whose events arrive. */
export function muxAccount(settings: Omit<MuxSimulatorSettings, "clock"> = {}) {
  const clock = manualClock();
  const simulator = muxSimulator({
    fetch: () => Promise.resolve(new Response(null, { status: 200 })),
    webhooks: [{ url: "https://app.example/webhooks", secret: "made-up-secret" }],
    ...settings,
    clock,
  });
  const { tokenId, tokenSecret } = simulator.credentials;
  const basic = basicAuth(tokenId, tokenSecret);

  const call = (method: string, path: string, body?: unknown, authorization = basic): Promise<Answer> =>
    callApi(simulator, { method, url: `https://api.mux.com${path}`, headers: { authorization }, body });
  /** All events so far, as they went over the wire. */
  async function events() {
    await simulator.webhooks.settled();
    return simulator.webhooks.deliveries().map(({ body }) => wireEvent.parse(JSON.parse(body)));
  }

  return {
    simulator,
    clock,
    stage: simulator.stage,
    call,
    events,
    newStream: async (input: object = {}) => streamOf(await call("POST", "/video/v1/live-streams", input)),
    stream: async (id: string) => streamOf(await call("GET", path(id))),
    addTarget: (id: string, input: object = { url: "rtmp://live.example/app", stream_key: "made-up" }) =>
      call("POST", `${path(id)}/simulcast-targets`, input),
    /** Types of all events so far, without their common beginning. */
    told: async () => (await events()).map(({ type }) => type.replace("video.live_stream.", "")),
    /** Forgets what was told so far. */
    hush: async () => {
      await simulator.webhooks.settled();
      const before = simulator.webhooks.deliveries().length;
      return async () => (await events()).slice(before).map(({ type }) => type.replace("video.live_stream.", ""));
    },
  };
}
