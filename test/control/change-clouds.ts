import { streamSchema, targetSchema } from "@polycast/core/provider";
import * as z from "zod";
import type { PatientClient } from "../cluster/patient-client.ts";
import type { SeededRandom } from "../harness/seeded-random.ts";
import type { CloudWord } from "./cloud-processes.ts";

/** A target as its caller wants it. */
export type WantedPush = { name: string; enabled: boolean; streamKey: string };
/** A stream as its caller wants it, with its targets by their ids. */
export type WantedStream = { provider: CloudWord; name: string; enabled: boolean; targets: Map<string, WantedPush> };

/** Where all targets send to. */
export const DESTINATION = "rtmp://live.example.com/app";
const MOST_STREAMS = 3;
const MOST_TARGETS = 4;
const createdSchema = z.object({ stream: streamSchema });

export type CloudCallerOptions = {
  client: PatientClient;
  /** Asks once, without a key, and never again. Answers nothing. */
  once: (path: string, body: unknown) => Promise<void>;
  /** What was acknowledged, by the stream's id. */
  wishes: Map<string, WantedStream>;
  name: string;
  provider: CloudWord;
  random: SeededRandom;
  over: AbortSignal;
};

/**
 * The only caller of some streams: makes, changes and deletes them and their targets, one request at a time. In the end all
 * of them are on.
 */
export async function changeCloud({ client, once, wishes, name, provider, random, over }: CloudCallerOptions) {
  const own = new Map<string, WantedStream>();
  let made = 0;
  const next = (): string => `${name} ${(made += 1)}`;
  const pushOf = (): WantedPush => {
    const word = next();
    return { name: word, enabled: random.chance(0.7), streamKey: `key-${word.replaceAll(" ", "-")}` };
  };

  const createStream = async (): Promise<void> => {
    const pushes = Array.from({ length: random.whole(0, 3) }, pushOf);
    const fields = { name: next(), enabled: random.chance(0.8) };
    const body = { ...fields, provider, targets: pushes.map(bodyOf) };
    if (random.chance(0.2)) return once("/v1/streams", { ...body, enabled: true, name: `${body.name} once` });
    const answer = await client.send("POST", "/v1/streams", body);
    if (!answer || answer.status >= 300) return;
    const { id, targets = [] } = createdSchema.parse(answer.body).stream;
    const byName = new Map(pushes.map((push) => [push.name, push]));
    const wanted = targets.map((target) => [target.id, byName.get(target.name)] as const);
    const known = new Map(wanted.flatMap(([targetId, push]) => (push ? [[targetId, push]] : [])));
    own.set(id, { provider, ...fields, targets: known });
    wishes.set(id, { provider, ...fields, targets: known });
  };
  const changeStream = async (id: string, stream: WantedStream): Promise<void> => {
    await patchStream(id, stream, random.chance(0.5) ? { name: next() } : { enabled: !stream.enabled });
  };
  const patchStream = async (id: string, stream: WantedStream, patch: Partial<WantedStream>): Promise<void> => {
    const answer = await client.send("PATCH", `/v1/streams/${id}`, patch);
    if (!answer || answer.status >= 300) return;
    Object.assign(stream, patch);
    wishes.set(id, { ...stream });
  };
  const deleteStream = async (id: string): Promise<void> => {
    // From here on it may be gone.
    wishes.delete(id);
    own.delete(id);
    await client.send("DELETE", `/v1/streams/${id}`);
  };
  const createTarget = async (id: string, { targets }: WantedStream): Promise<void> => {
    const push = pushOf();
    const answer = await client.send("POST", `/v1/streams/${id}/targets`, bodyOf(push));
    if (answer && answer.status < 300) targets.set(targetSchema.parse(answer.body).id, push);
  };
  const changeTarget = async (id: string, { targets }: WantedStream, targetId: string): Promise<void> => {
    const push = targets.get(targetId);
    if (!push) return;
    const fresh = pushOf();
    const dice = random.next();
    const patch: Partial<WantedPush> =
      dice < 0.5 ? { enabled: !push.enabled } : dice < 0.8 ? { streamKey: fresh.streamKey } : { name: fresh.name };
    const { streamKey, ...rest } = patch;
    const destination = streamKey === undefined ? {} : { destination: { url: DESTINATION, streamKey } };
    const answer = await client.send("PATCH", `/v1/streams/${id}/targets/${targetId}`, { ...rest, ...destination });
    if (answer && answer.status < 300) Object.assign(push, patch);
  };
  const deleteTarget = async (id: string, { targets }: WantedStream, targetId: string): Promise<void> => {
    const answer = await client.send("DELETE", `/v1/streams/${id}/targets/${targetId}`);
    if (answer) targets.delete(targetId);
  };

  const step = async (): Promise<void> => {
    const [id, stream] = random.shuffled([...own])[0] ?? [];
    const dice = random.next();
    if (id === undefined || stream === undefined || (own.size < MOST_STREAMS && dice < 0.3)) return createStream();
    if (dice < 0.4) return deleteStream(id);
    if (dice < 0.55) return changeStream(id, stream);
    const [targetId] = random.shuffled([...stream.targets.keys()]);
    if (targetId === undefined || (stream.targets.size < MOST_TARGETS && dice < 0.7)) return createTarget(id, stream);
    return dice < 0.8 ? deleteTarget(id, stream, targetId) : changeTarget(id, stream, targetId);
  };
  while (!over.aborted) await step();
  // Mux takes no change of the targets of a stream that is off.
  for (const [id, stream] of own) {
    if (!stream.enabled) await patchStream(id, stream, { enabled: true });
  }
}

function bodyOf({ streamKey, ...rest }: WantedPush) {
  return { ...rest, destination: { url: DESTINATION, streamKey } };
}
