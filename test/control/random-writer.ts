import { randomUUID } from "node:crypto";
import type { SeededRandom } from "../harness/seeded-random.ts";
import { type Kind, kinds, type Made, type Maker } from "./written-kinds.ts";

/** What a writer has done. */
export type WriterCounts = {
  /** Changes that were answered with 2xx. */
  acknowledged: number;
  /** Changes that had no answer, because the gateway was killed over them. */
  unanswered: number;
  /** Answers that were asked for a second time, and came again as they were. */
  replayed: number;
};

/** A client that makes, changes and deletes things of its own, one request after the other. */
export type Writer = {
  readonly violations: readonly string[];
  /** Writes until it is told to stop, or nobody answers any more. */
  write(stop: AbortSignal): Promise<void>;
  /** Compares everything with what it was told. What had no answer may have been done or not. */
  check(): Promise<string[]>;
  counts(): WriterCounts;
};

export type WriterOptions = { url: string; apiKey: string; name: string; random: SeededRandom };

/** A thing, and all that it may be by what is known; `undefined`: gone. */
type Thing = { kind: Kind; path: string; maybe: (Made | undefined)[] };
/** A request that made something, and its answer. */
type Kept = { kind: Kind; path: string; key: string; body: string; answer: string };
/** One that had no answer. */
type Lost = { kind: Kind; path: string; name: string };

const MOST_THINGS = 12;
const MOST_KEPT = 20;

export function createWriter({ url, apiKey, name, random }: WriterOptions): Writer {
  const things: Thing[] = [];
  const kept: Kept[] = [];
  const violations: string[] = [];
  const counts: WriterCounts = { acknowledged: 0, unanswered: 0, replayed: 0 };
  let lost: Lost | undefined;
  let made = 0;

  async function send(method: string, path: string, body?: string, key?: string) {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    };
    const answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await answer.text();
    return { status: answer.status, text, isReplayed: answer.headers.get("idempotent-replayed") === "true" };
  }

  /** @returns undefined: no answer */
  async function change(method: string, path: string, body?: unknown, key?: string) {
    const sent = body === undefined ? undefined : JSON.stringify(body);
    try {
      const answer = await send(method, path, sent, key);
      if (answer.status < 300) counts.acknowledged += 1;
      else violations.push(`${method} ${path} ${sent ?? ""} was answered with ${answer.status}: ${answer.text}`);
      return { ...answer, sent: sent ?? "" };
    } catch {
      counts.unanswered += 1;
      return undefined;
    }
  }

  async function make({ kind, path }: Maker): Promise<boolean> {
    made += 1;
    const wanted = kind.make(`${name}-${made}`, random);
    const key = randomUUID();
    const answer = await change("POST", path, wanted.body, key);
    if (!answer) lost = { kind, path, name: wanted.made.name };
    else if (answer.status < 300) {
      const id = kind.idIn(JSON.parse(answer.text));
      things.push({ kind, path: `${path}/${id}`, maybe: [wanted.made] });
      kept.push({ kind, path, key, body: answer.sent, answer: answer.text });
      if (kept.length > MOST_KEPT) kept.shift();
    }
    return answer !== undefined;
  }

  async function alter(thing: Thing): Promise<boolean> {
    const [before] = thing.maybe;
    if (!before || !thing.kind.alter) return true;
    const { patch, after } = thing.kind.alter(before, random);
    thing.maybe = [before, after];
    const answer = await change("PATCH", thing.path, patch);
    if (answer) thing.maybe = [answer.status < 300 ? after : before];
    return answer !== undefined;
  }

  async function remove(thing: Thing): Promise<boolean> {
    const [before] = thing.maybe;
    const half = before && thing.kind.halfDeleted?.(before);
    thing.maybe = [before, undefined, ...(half ? [half] : [])];
    const below = things.filter(({ path }) => path.startsWith(`${thing.path}/`));
    for (const one of below) one.maybe = [...one.maybe, undefined];
    const answer = await change("DELETE", thing.path);
    if (answer) for (const one of [thing, ...below]) one.maybe = [undefined];
    return answer !== undefined;
  }

  /** What was answered once is answered so again. */
  async function repeat({ path, key, body, answer }: Kept): Promise<boolean> {
    const again = await send("POST", path, body, key).catch(() => undefined);
    if (!again) return false;
    counts.replayed += 1;
    if (!again.isReplayed || again.text !== answer)
      violations.push(`POST ${path} was not answered again: ${again.text}`);
    return true;
  }

  function anyOf<T>(list: readonly T[]): T | undefined {
    return list[random.whole(0, list.length - 1)];
  }

  async function step(): Promise<boolean> {
    const there = things.filter(({ maybe }) => maybe[0] !== undefined);
    const thing = anyOf(there);
    const again = anyOf(kept);
    if (again && random.chance(0.1)) return repeat(again);
    if (!thing || (there.length < MOST_THINGS && random.chance(0.35))) {
      const streams = there.filter(({ kind }) => kind === kinds.stream).map(({ path }) => path);
      const makers = [kinds.stream, kinds.apiKey, kinds.endpoint].map((kind) => ({ kind, path: kind.path }));
      const ofStreams = streams.map((path) => ({ kind: kinds.target, path: `${path}/targets` }));
      const maker = anyOf([...makers, ...ofStreams]);
      return maker === undefined || make(maker);
    }
    return there.length >= MOST_THINGS || random.chance(0.2) ? remove(thing) : alter(thing);
  }

  async function read(path: string): Promise<unknown> {
    const { status, text } = await send("GET", path);
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`GET ${path} was answered with ${status}: ${text}`);
    return JSON.parse(text);
  }

  return {
    violations,
    counts: () => counts,
    async write(stop) {
      for (;;) if (stop.aborted || !(await step())) return;
    },
    async check() {
      const wrong: string[] = [];
      for (const thing of things) {
        const body = await read(thing.path);
        const found = body === undefined ? undefined : thing.kind.read(body);
        const same = thing.maybe.find((one) => JSON.stringify(one) === JSON.stringify(found));
        const isKnown = found === undefined ? thing.maybe.includes(undefined) : same !== undefined;
        if (!isKnown) wrong.push(`${thing.path} is ${JSON.stringify(found)}, not ${JSON.stringify(thing.maybe)}`);
        thing.maybe = [found];
      }
      if (lost) wrong.push(...(await checkLost(lost)));
      lost = undefined;
      things.splice(0, things.length, ...things.filter(({ maybe }) => maybe[0] !== undefined));
      return wrong;
    },
  };

  /** What had no answer is there once, or not at all. */
  async function checkLost({ kind, path, name: wanted }: Lost): Promise<string[]> {
    const body = await read(`${path}?limit=100`);
    const found = body === undefined ? [] : kind.listed(body).filter((one) => one.made.name === wanted);
    for (const { id, made: one } of found) things.push({ kind, path: `${path}/${id}`, maybe: [one] });
    return found.length > 1 ? [`${path} has ${wanted} ${found.length} times`] : [];
  }
}
