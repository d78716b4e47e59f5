import * as z from "zod";
import { basicAuth } from "../kernel/basic-auth.ts";
import { type Answer, callApi } from "../kernel/call.test.support.ts";
import { manualClock } from "../kernel/clock.ts";
import type { ManualClock } from "../kernel/types.ts";
import { type CastrSimulator, castrSimulator } from "./create-castr-simulator.ts";
import type { CastrSimulatorSettings } from "./settings.ts";

/** The destination of the guide. */
export const youtube = { server: "rtmp://a.rtmp.youtube.com/live2", key: "debs-4ux2-r565-1sv4-68zh" };

const identified = z.looseObject({ _id: z.string() });
const wireStream = identified.extend({
  platforms: z.array(identified.extend({ broadcasting_status: z.string().optional() })),
  broadcasting_status: z.string().optional(),
});

/** A stream as it came over the wire. */
export type WireStream = z.infer<typeof wireStream>;

/** @throws ZodError when the answer holds no stream */
export function streamIn({ body }: Answer): WireStream {
  return wireStream.parse(body);
}

/** @throws ZodError when the answer has no id */
export function idIn({ body }: Answer): string {
  return identified.parse(body)._id;
}

/** A simulator with a clock that is moved by hand, and a client that trusts nothing but the wire. */
export type CastrAccount = ReturnType<typeof castrAccount>;

/** An account; `settings` as for the simulator. */
export function castrAccount(settings: Omit<CastrSimulatorSettings, "clock"> = {}) {
  const clock: ManualClock = manualClock();
  const simulator: CastrSimulator = castrSimulator({ ...settings, clock });
  const { tokenId, secretKey } = simulator.credentials;
  const authorization = basicAuth(tokenId, secretKey);

  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    callApi(simulator, {
      method,
      url: `https://api.castr.com/v2${path}`,
      headers: { authorization, ...headers },
      body,
    });
  const read = async (streamId: string) => streamIn(await call("GET", `/live_streams/${streamId}`));
  return {
    simulator,
    clock,
    call,
    read,
    stream: async (fields: object = {}) => idIn(await call("POST", "/live_streams", { name: "Show", ...fields })),
    platform: async (streamId: string, fields: object = {}) => {
      const platform = { template: "custom", ...youtube, enabled: true, ...fields };
      return idIn(await call("POST", `/live_streams/${streamId}/platforms`, platform));
    },
    /** The stream's status and those of its platforms. */
    statuses: async (streamId: string) => {
      const { broadcasting_status: stream, platforms } = await read(streamId);
      return [stream, ...platforms.map((platform) => platform.broadcasting_status)];
    },
  };
}
