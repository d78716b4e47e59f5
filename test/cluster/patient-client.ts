import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import type { SeededRandom } from "../harness/seeded-random.ts";
import type { ClusterGateway } from "./cluster.ts";

/** What came of the requests of a run. */
export type RequestFigures = {
  acknowledged: number;
  /** Attempts without an answer: the gateway was down, or died over them. */
  unanswered: number;
  /** Attempts that were asked to come again. */
  again: number;
  /** POSTs that were not answered for as long as they were repeated. */
  open: number;
  /** Answers that nobody should get, in words. */
  faults: string[];
};

/** An answer that settles a request. */
export type Settled = { status: number; body: unknown };

/**
 * A caller as callers should be: it asks any gateway, and what was not answered, or was to be repeated, it repeats at any
 * gateway, a POST under the same key.
 */
export type PatientClient = {
  /** Answers nothing when a POST was not answered in time: it may have been done. */
  send(method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Settled | undefined>;
  readonly figures: RequestFigures;
};

export type PatientClientOptions = {
  gateways: readonly Pick<ClusterGateway, "url">[];
  apiKey: string;
  random: SeededRandom;
  /** For how long a POST is repeated: a gateway that was killed over it keeps its key for two minutes. */
  patienceMs: number;
};

const ANSWER_WITHIN_MS = 40_000;
/** Every change can be repeated at the other gateway at once. */
const CHANGED_WITHIN_MS = 120_000;
const AGAIN_AFTER_MS = 200;
const problemSchema = z.object({ retryable: z.boolean() });

export function patientClient({ gateways, apiKey, random, patienceMs }: PatientClientOptions): PatientClient {
  const figures: RequestFigures = { acknowledged: 0, unanswered: 0, again: 0, open: 0, faults: [] };

  const attempt = async (method: string, path: string, headers: Record<string, string>, text?: string) => {
    const gateway = gateways[random.whole(0, gateways.length - 1)];
    if (gateway === undefined) throw new Error("There is no gateway");
    const answer = await fetch(new URL(path, gateway.url), {
      method,
      headers,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(text === undefined ? {} : { body: text }),
    });
    const content = await answer.text();
    return { status: answer.status, body: content === "" ? undefined : (JSON.parse(content) as unknown) };
  };

  return {
    figures,
    async send(method, path, body) {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${apiKey}`,
        ...(text === undefined ? {} : { "content-type": "application/json" }),
        ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
      };
      const deadline = performance.now() + (method === "POST" ? patienceMs : CHANGED_WITHIN_MS);
      while (performance.now() < deadline) {
        const answer = await attempt(method, path, headers, text).catch(() => undefined);
        if (answer === undefined) figures.unanswered += 1;
        else if (answer.status < 400) {
          figures.acknowledged += 1;
          return answer;
        } else {
          const problem = problemSchema.safeParse(answer.body).data;
          const mayRepeat = problem?.retryable === true && answer.status !== 500;
          if (!mayRepeat) {
            // Repeated after it was done.
            if (method === "DELETE" && answer.status === 404) return answer;
            figures.faults.push(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
            return answer;
          }
          figures.again += 1;
        }
        await delay(AGAIN_AFTER_MS);
      }
      if (method === "POST") figures.open += 1;
      else figures.faults.push(`${method} ${path} was not answered for ${CHANGED_WITHIN_MS} ms`);
      return undefined;
    },
  };
}
