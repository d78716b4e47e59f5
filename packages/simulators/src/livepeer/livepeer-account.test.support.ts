import * as z from "zod";
import { type Answer, callApi } from "../kernel/call.test.support.ts";
import { manualClock } from "../kernel/clock.ts";
import { livepeerSimulator } from "./create-livepeer-simulator.ts";
import type { LivepeerSimulatorSettings } from "./settings.ts";

const received = () => Promise.resolve(new Response("thanks"));

/** A simulator on a clock that stands still, and short ways to call it. Webhooks arrive and are answered with 200. */
export function livepeerAccount(settings: LivepeerSimulatorSettings = {}) {
  const clock = manualClock(1_795_365_674_784);
  const simulator = livepeerSimulator({ clock, fetch: received, ...settings });

  const call = (
    method: string,
    path: string,
    body?: unknown,
    key = simulator.credentials.apiKey,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const authorization = `Bearer ${key}`;
    return callApi(simulator, {
      method,
      url: `https://livepeer.studio/api${path}`,
      headers: { authorization, ...headers },
      body,
    });
  };

  const { userId } = simulator.credentials;
  return {
    simulator,
    clock,
    call,
    userId,
    newStream: async (input: object = {}) => idOf(await call("POST", "/stream", { name: "test", ...input })),
    newTarget: async (input: object = {}) => idOf(await call("POST", "/multistream/target", { url: URL, ...input })),
    attach: (streamId: string, input: object) =>
      call("POST", `/stream/${streamId}/create-multistream-target`, { profile: "source", ...input }),
    /** The references of a stream. */
    references: async (streamId: string) =>
      parts.parse((await call("GET", `/stream/${streamId}`)).body).multistream.targets,
    /** All targets of the account. */
    targets: async () => (await call("GET", `/multistream/target?limit=1000&userId=${userId}`)).body,
    /** Moves the clock and lets webhooks arrive. */
    pass: async (ms: number) => {
      await clock.advance(ms);
      await simulator.webhooks.settled();
    },
    /** Types of all deliveries so far, with the target's name where there is one. */
    told: () =>
      simulator.webhooks.deliveries().map(({ type, body }) => {
        const name = delivered.parse(JSON.parse(body)).payload?.target.name;
        return name === undefined ? type : `${type} ${name}`;
      }),
  };
}

/** A destination that nobody listens at. */
export const URL = "rtmp://a.rtmp.youtube.com/live2/abcd-key";

const parts = z.object({
  multistream: z.object({ targets: z.array(z.object({ id: z.string(), profile: z.string() })) }),
});
const delivered = z.object({ payload: z.object({ target: z.object({ name: z.string() }) }).optional() });
const named = z.object({ id: z.string() });

/** The id in a body. */
export const idOf = ({ body }: Answer): string => named.parse(body).id;
/** The ids in a list. */
export const idsOf = ({ body }: Answer): string[] =>
  z
    .array(named)
    .parse(body)
    .map(({ id }) => id);

const faults = z.object({ errors: z.array(z.string()) });
/** What a 422 says, each decoded. */
export const schemaErrorsOf = ({ body }: Answer): unknown[] =>
  faults.parse(body).errors.map((text): unknown => JSON.parse(text));
