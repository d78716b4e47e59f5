import type { Decision, Event, Operation, Stream, Target } from "@polycast/core";
import { eventSchema, pendingSchema, streamSchema, targetSchema } from "@polycast/core/provider";
import * as z from "zod";
import type { Answer } from "./gateway-life.ts";
import type { MortalGateway } from "./mortal-gateway.ts";
import { type ProviderStage, type Push, wayOf } from "./provider-stage.ts";

/** A stream with its targets, through a gateway that may die, and beside it. */
export type Show = {
  readonly streamId: string;
  /** The target that nobody touches. */
  readonly steadyId: string;
  /** The target that is changed. */
  readonly targetId: string;
  read(): Promise<Stream>;
  /** What the gateway announces. */
  announced(operation: Operation): Promise<Decision>;
  /** All events about one target, oldest first. */
  eventsOf(targetId: string): Promise<Event[]>;
  /** What the provider has. */
  pushes(): Promise<Push[]>;
  /** Where the gateway says that a target sends to. */
  wayTo(target: Target): string;
  goLive(): Promise<void>;
  goIdle(): Promise<void>;
  /** Looks until nothing is missing; lets time go by in between. Rejects with what is missing still. */
  until(missing: (stream: Stream, pushes: Push[]) => readonly string[]): Promise<void>;
};

/** Destinations by number: of the steady target, of the one that is changed, and what comes in their place. */
export const STEADY = 1;
export const FORMER = 2;
export const OTHER = 3;
const MOST = 3;

const createdSchema = z.object({ stream: streamSchema });
const listSchema = z.object({ data: z.array(eventSchema) });
const actionsSchema = z.record(z.string(), z.unknown());
const deletedSchema = z.object({ pending: pendingSchema });

/** A stream with the steady target and one that is to be changed. @param enabled is that one on? */
export async function openShow(stage: ProviderStage, gateway: MortalGateway, enabled: boolean): Promise<Show> {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await gateway.call(method, path, body);
    if (!answer || answer.status >= 300) throw new Error(`${method} ${path} answered ${JSON.stringify(answer)}`);
    return answer.body;
  };
  const { stream: made } = createdSchema.parse(
    await call("POST", "/v1/streams", {
      name: "show",
      targets: [
        { name: "steady", destination: stage.destination(STEADY) },
        { name: "changed", destination: stage.destination(FORMER), enabled },
      ],
    }),
  );
  const streamId = made.id;
  const nativeId = made.bindings?.[0]?.id ?? "";
  const read = async (): Promise<Stream> => streamSchema.parse(await call("GET", `/v1/streams/${streamId}`));
  const named = (await read()).targets ?? [];
  const idOf = (name: string): string => named.find((target) => target.name === name)?.id ?? "";
  const steadyId = idOf("steady");
  const pushes = (): Promise<Push[]> => stage.pushes(nativeId, gateway.life.adapter);

  const until: Show["until"] = async (missing) => {
    for (let waited = 0; ; waited += stage.stepMs) {
      const [stream, there] = [await read(), await pushes()];
      const left = missing(stream, there);
      if (left.length === 0) return;
      if (waited >= stage.patienceMs) {
        const seen = JSON.stringify({ stream, there, lines: gateway.lines().slice(-20) }, null, 1);
        throw new Error(`After ${stage.patienceMs} ms: ${left.join("; ")}\n${seen}`);
      }
      await stage.advance(stage.stepMs);
    }
  };

  return {
    streamId,
    steadyId,
    targetId: idOf("changed"),
    read,
    pushes,
    until,
    announced: async (operation) => {
      const actions = actionsSchema.parse(await call("GET", `/v1/streams/${streamId}/actions`));
      return actions[operation] as Decision;
    },
    eventsOf: async (id) => {
      const { data } = listSchema.parse(await call("GET", `/v1/events?streamId=${streamId}&limit=100`));
      return data.filter((event) => "target" in event.data && event.data.target.id === id);
    },
    wayTo(target) {
      const numbers = Array.from({ length: MOST }, (_, index) => stage.destination(index + 1));
      const found = numbers.find((one) => "url" in one && new URL(one.url).host === target.destination.host);
      if (!found) throw new Error(`No destination is at ${target.destination.host}`);
      return wayOf(found);
    },
    async goLive() {
      await stage.encoder.start(nativeId, gateway.life.adapter);
      await until(({ status, targets = [] }) => {
        const silent = targets.filter((target) => target.enabled && target.status.state !== "live");
        return [
          ...(status.state === "live" ? [] : ["the stream is not live"]),
          ...silent.map(({ name }) => `${name} is not live`),
        ];
      });
    },
    async goIdle() {
      await stage.encoder.end();
      await until(({ status }) => (status.state === "idle" ? [] : [`the stream is ${status.state}`]));
    },
  };
}

/** The target in an answer to a change; absent where it was a deletion. */
export function targetIn({ status, body }: Answer): Target | undefined {
  return status === 200 || status === 201 ? targetSchema.parse(body) : undefined;
}

/** `pending` in an answer to a change. */
export function pendingIn(answer: Answer): Target["pending"] {
  if (answer.status === 202) return deletedSchema.parse(answer.body).pending;
  return targetIn(answer)?.pending;
}
