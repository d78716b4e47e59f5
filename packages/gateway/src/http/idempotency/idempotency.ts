import { hash as digest } from "node:crypto";
import type { Log } from "../../log/create-log.ts";
import { describeError } from "../../log/describe-error.ts";
import type { Clock } from "../../control/clock.ts";
import {
  claimIdempotency,
  deleteExpiredIdempotency,
  deriveIds,
  dropIdempotency,
  finishIdempotency,
  idempotencyPlace,
  releaseIdempotency,
  type Store,
  type Vault,
} from "../../store/index.ts";
import type { Context, Next } from "hono";
import { callerOf } from "../access/caller-of.ts";
import { readBody } from "../read-body.ts";
import type { RequestEnv } from "../request-env.ts";
import { lost, reused, running, unfit } from "./errors.ts";
import { namesOf } from "./holder-names.ts";
import { giveAgain, isWorthKeeping, takeAnswer } from "./kept-answer.ts";

/** The header that names a request. */
export const IDEMPOTENCY_HEADER = "Idempotency-Key";

const keyPattern = /^[ -~]{1,255}$/u;

const DAY_MS = 86_400_000;
/** Longer than any request takes: whoever is at it for longer has died. */
const HOLD_MS = 120_000;
const MINUTE_MS = 60_000;
/** Answers that are forgotten in one unit of work. */
const STEP = 500;

/**
 * Runs a request once per key, and gives its answer again to those that repeat it. One whose gateway died is run again
 * where it is `repeatable`: it finds what was made by the ids that every run of it gets (`ids` of the context).
 *
 * @param repeatable default false
 */
export type Idempotency = (c: Context<RequestEnv>, next: Next, repeatable?: boolean) => Promise<Response | void>;

export type IdempotencyOptions = { store: Store; vault: Vault; clock: Clock; log: Log };

/**
 * Makes it. The key counts per API key and tenant, for 24 hours, on all processes of a store. Answers are sealed: they
 * may hold credentials. Their number is bounded by the rate that keys may make requests at.
 *
 * @returns what throws HttpError 409 while the same request runs or when nobody knows what came of it, and 422 for another
 * request under the same key
 */
export function createIdempotency({ store, vault, clock, log }: IdempotencyOptions): Idempotency {
  const { sealer, hash } = vault;
  const names = namesOf(store);
  let cleanAt = clock.now() + MINUTE_MS;

  /** Now and then, behind the request's back. */
  const clean = async (): Promise<void> => {
    const now = clock.now();
    if (now < cleanAt) return;
    cleanAt = now + MINUTE_MS;
    try {
      while ((await store.write(() => deleteExpiredIdempotency(now, STEP))) === STEP);
    } catch (error) {
      log.warn({ error: describeError(error) }, "old answers could not be forgotten");
    }
  };

  /**
   * Without it the request counts as running until its hold has run out. One that was run `again` is never forgotten
   * for an error: the former run may have made something, and only the same ids find it.
   */
  const settle = async (c: Context<RequestEnv>, id: string, holder: string, again: boolean): Promise<void> => {
    try {
      const giveUp = again ? releaseIdempotency : dropIdempotency;
      if (!isWorthKeeping(c)) return void (await store.write(() => giveUp(id, holder)));
      const sealed = sealer.seal(await takeAnswer(c), idempotencyPlace(id));
      await store.write(() => finishIdempotency(id, holder, sealed));
    } catch (error) {
      log.warn({ error: describeError(error), requestId: c.get("requestId") }, "an answer could not be kept");
    }
  };

  return async (c, next, repeatable = false) => {
    const sent = c.req.header(IDEMPOTENCY_HEADER);
    if (sent === undefined) return next();
    if (!keyPattern.test(sent)) throw unfit();
    const { key, tenantId = null } = callerOf(c);
    const body = digest("sha256", await readBody(c), "hex");
    const id = hash(JSON.stringify(["idempotency", key.id, tenantId, sent]));
    const { pathname, search } = new URL(c.req.url);
    const fingerprint = hash(JSON.stringify([c.req.method, pathname, search, body]));
    const { holder, living } = names();
    const now = clock.now();
    const times = { now, heldUntil: now + HOLD_MS, expiresAt: now + DAY_MS };
    const request = { id, fingerprint, holder, living, repeatable, ...times };
    const claim = await store.write(() => claimIdempotency(request));
    if (claim.state === "mismatch") throw reused();
    if (claim.state === "running") throw running(claim.heldUntil - now);
    if (claim.state === "lost") throw lost();
    if (claim.state === "done") return giveAgain(c, sealer.open(claim.answerSealed, idempotencyPlace(id)));
    void clean();
    if (repeatable) c.set("ids", deriveIds(hash, id, claim.since));
    await next();
    await settle(c, id, holder, claim.again);
  };
}
