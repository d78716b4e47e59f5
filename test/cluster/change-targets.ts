import { setTimeout as delay } from "node:timers/promises";
import { streamSchema, targetSchema } from "@polycast/core/provider";
import * as z from "zod";
import type { SeededRandom } from "../harness/seeded-random.ts";
import type { PatientClient } from "./patient-client.ts";
import type { WantedTarget, Wishes } from "./wishes.ts";

/** What a caller works with. */
export type CallerOptions = {
  client: PatientClient;
  wishes: Wishes;
  random: SeededRandom;
  /** Where all targets send to. */
  url: `rtmp://${string}`;
  /** Ends it after the request that it is at. */
  over: AbortSignal;
  /** Between two requests, at most. */
  pauseMs: number;
};

const MOST_TARGETS = 6;
const createdSchema = z.object({ stream: streamSchema });

/** The only caller of one stream: creates, switches, edits and deletes targets, one request at a time. */
export async function changeTargets(streamId: string, { client, wishes, random, url, over, pauseMs }: CallerOptions) {
  const targets = new Map<string, WantedTarget>();
  wishes.streams.set(streamId, targets);
  const path = `/v1/streams/${streamId}/targets`;
  let made = 0;

  const create = async (): Promise<void> => {
    made += 1;
    const enabled = random.chance(0.8);
    const wanted = { name: `target ${made}`, enabled, key: keyOf(streamId, made), reference: `${streamId}-${made}` };
    const { key: streamKey, ...rest } = wanted;
    const answer = await client.send("POST", path, { ...rest, destination: { url, streamKey } });
    if (answer === undefined) wishes.open.push({ streamId, wanted });
    else if (answer.status < 300) targets.set(targetSchema.parse(answer.body).id, wanted);
  };
  const change = async (id: string, wanted: WantedTarget, patch: Partial<WantedTarget>): Promise<void> => {
    const { key: streamKey, ...rest } = patch;
    const body = { ...rest, ...(streamKey === undefined ? {} : { destination: { url, streamKey } }) };
    const answer = await client.send("PATCH", `${path}/${id}`, body);
    if (answer === undefined || answer.status >= 300) return;
    Object.assign(wanted, patch);
    wishes.changes.set(id, (wishes.changes.get(id) ?? 0) + 1);
  };
  const remove = async (id: string): Promise<void> => {
    const answer = await client.send("DELETE", `${path}/${id}`);
    if (answer === undefined) return;
    targets.delete(id);
    wishes.deleted.add(id);
  };
  const step = async (): Promise<void> => {
    const entries = [...targets];
    const [id, wanted] = entries[random.whole(0, Math.max(0, entries.length - 1))] ?? [];
    const dice = random.next();
    if (id === undefined || wanted === undefined) return create();
    if (dice < 0.15) return entries.length < MOST_TARGETS ? create() : remove(id);
    if (dice < 0.25) return entries.length > 2 ? remove(id) : create();
    if (dice < 0.65) return change(id, wanted, { enabled: !wanted.enabled });
    if (dice < 0.85) return change(id, wanted, { key: otherKey(wanted.key) });
    made += 1;
    return change(id, wanted, { name: `target ${made}` });
  };
  while (!over.aborted) {
    await step();
    await delay(random.whole(0, pauseMs));
  }
}

/** A caller that makes streams and deletes them again. */
export async function changeStreams({ client, wishes, random, url, over, pauseMs }: CallerOptions): Promise<void> {
  let made = 0;
  while (!over.aborted) {
    made += 1;
    const key = keyOf("crud", made);
    const body = { name: `short ${made}`, targets: [{ name: "a", destination: { url, streamKey: key } }] };
    const answer = await client.send("POST", "/v1/streams", body);
    if (answer && answer.status < 300) {
      const { stream } = createdSchema.parse(answer.body);
      const named = stream.targets ?? [];
      const wanted = new Map(named.map(({ id, name, enabled }) => [id, { name, enabled, key, reference: "" }]));
      wishes.streams.set(stream.id, wanted);
      await delay(random.whole(0, pauseMs));
      if (random.chance(0.7) && (await client.send("DELETE", `/v1/streams/${stream.id}`))) {
        wishes.streams.delete(stream.id);
        wishes.deleted.add(stream.id);
      }
    }
    await delay(random.whole(0, pauseMs));
  }
}

/** Each key is of one target for ever, and has another one to be exchanged with. Its last letters tell it apart. */
function keyOf(streamId: string, number: number): string {
  return `key-of-${streamId}-${String(number).padStart(3, "0")}a`;
}

function otherKey(key: string): string {
  return key.slice(0, -1) + (key.endsWith("a") ? "b" : "a");
}
