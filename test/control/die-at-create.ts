import { streamSchema } from "@polycast/core/provider";
import * as z from "zod";
import { tempDir } from "../harness/temp-dir.ts";
import { type Cloud, openCloud } from "./cloud-stage.ts";
import { type MortalGateway, mortalGateway, type Step } from "./mortal-gateway.ts";
import { wayOf } from "./provider-stage.ts";

/** A create over which the gateway is to die. */
export type DyingCreate = {
  cloud: Cloud;
  /** Is it sent, and sent again, with an `Idempotency-Key`? */
  hasKey: boolean;
  /** Fields of the stream beside its name and targets. */
  fields: Record<string, unknown>;
};

/** How a create went over which the gateway was to die. */
export type CreateDeath = {
  /** The step at which it died; undefined: it was done before there were so many. */
  step: Step | undefined;
  /** What was promised and not kept, in words. */
  violations: string[];
};

const DOWN_MS = 3_000;
/** How long it may take until nothing is left at the provider: it is not left to the clean-up a minute after the start. */
const AFTERMATH_MS = 40_000;
const LOOK_MS = 20_000;
const SLICE_MS = 2_500;

const listSchema = z.object({ data: z.array(streamSchema) });

/**
 * Creates a stream with two targets, and kills the gateway at a step of it. Another one comes up over what is on the disk.
 * Who had no answer looks what is there, and asks again where it is not; with a key it just asks again.
 *
 * @param at the index of the step
 */
export async function dieAtCreate({ cloud, hasKey, fields }: DyingCreate, at: number): Promise<CreateDeath> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const stage = stack.use(openCloud(cloud, { sliceMs: SLICE_MS }));
  const gateway = stack.use(await mortalGateway(stage, dir.path));
  const violations: string[] = [];
  const destinations = [1, 2].map((n) => stage.destination(n));
  const targets = destinations.map((destination, index) => ({ name: `target ${index}`, destination }));
  const create = () => {
    const headers: Record<string, string> = hasKey ? { "idempotency-key": "the-one" } : {};
    return gateway.call("POST", "/v1/streams", { name: "show", targets, ...fields }, headers);
  };
  const list = async () => listSchema.parse((await gateway.call("GET", "/v1/streams"))?.body).data;

  gateway.countFrom(at);
  const answer = await create();
  const step = gateway.steps[at];
  if (gateway.isDead) {
    await stage.advance(DOWN_MS);
    await gateway.revive();
  }
  gateway.countFrom();
  if (!answer && (hasKey || (await list()).length === 0)) {
    const again = await create();
    if (again?.status !== 201) violations.push(`the repeat was answered with ${JSON.stringify(again)}`);
  } else if (answer && answer.status !== 201) violations.push(`it was answered with ${answer.status}`);

  for (let waited = 0; ; waited += LOOK_MS) {
    const left = await differences(gateway);
    if (left.length === 0) return { step, violations };
    if (waited >= AFTERMATH_MS) return { step, violations: [...violations, ...left, ...gateway.lines().slice(-10)] };
    await stage.advance(LOOK_MS);
  }

  /** What is not as it is to be, at the gateway and at the provider. */
  async function differences({ life }: MortalGateway): Promise<string[]> {
    const streams = await list();
    const [stream] = streams;
    if (!stream || streams.length > 1) return [`the gateway has ${streams.length} streams`];
    const nativeId = stream.bindings?.[0]?.id ?? "";
    const there = await stage.account();
    const pushes = await stage.pushes(nativeId, life.adapter);
    const bound = (stream.targets ?? []).map(({ bindings }) => bindings?.[0]?.id ?? "none");
    return [
      ...differ("streams at the provider", there.streams, [nativeId]),
      ...differ("targets at the provider", there.targets, bound),
      ...differ(
        "it sends to",
        pushes.map(({ to }) => to),
        destinations.map(wayOf),
      ),
      ...differ(
        "they are called",
        pushes.map(({ name }, index) => name ?? `target ${index}`),
        targets.map(({ name }) => name),
      ),
      ...(stream.targets ?? []).flatMap(({ name, pending }) => (pending ? [`${name} is pending`] : [])),
      ...stream.notices.map(({ message }) => message),
    ];
  }
}

function differ(what: string, found: readonly string[], wanted: readonly string[]): string[] {
  const isSame = found.toSorted().join(", ") === wanted.toSorted().join(", ");
  return isSame ? [] : [`${what}: ${found.join(", ")} instead of ${wanted.join(", ")}`];
}
