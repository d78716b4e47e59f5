import { setTimeout as delay } from "node:timers/promises";
import type { SeededRandom } from "../harness/seeded-random.ts";
import { type SignedWebhook, signers } from "../harness/sign-webhook.ts";
import { type RecordedWebhook, webhookSecrets } from "../harness/webhook-mix.ts";

/** One request of a storm. `forged`: by somebody without the secret. `truncated`: cut off on its way. */
export type Send = { kind: "genuine" | "forged" | "truncated"; webhook: RecordedWebhook };

/** What came of a storm. */
export type Sent = {
  requests: number;
  /** Genuine requests that were answered with 2xx, copies included. */
  acknowledged: number;
  /** Requests that got no answer, because the receiver was down or died over them. */
  unanswered: number;
  /** Genuine requests that were asked to come again. */
  busy: number;
  refused: number;
  /** What no receiver may do, in words. */
  violations: string[];
};

const FORGED_SHARE = 0.05;
const TRUNCATED_SHARE = 0.02;
const MAX_COPIES = 4;
const AGAIN_AFTER_MS = 25;
const ANSWER_WITHIN_MS = 20_000;
/** A gateway is back within seconds; who is refused for longer will be refused for ever. */
const GIVE_UP_AFTER_MS = 60_000;

/**
 * Each webhook one to four times, with forged and truncated ones in between, out of order.
 *
 * @param spread how far from its place the first copy of a webhook may come, as a share of the whole: 1 is anywhere. The
 *   less it is, the more of them are news; the other copies come any time later
 */
export function planStorm(webhooks: readonly RecordedWebhook[], random: SeededRandom, spread: number): Send[] {
  const plan: { at: number; send: Send }[] = [];
  for (const [index, webhook] of webhooks.entries()) {
    const place = (index / webhooks.length) * (1 - spread) + random.next() * spread;
    plan.push({ at: place, send: { kind: "genuine", webhook } });
    for (let copies = random.whole(1, MAX_COPIES); copies > 1; copies -= 1) {
      plan.push({ at: place + random.next() * (1 - place), send: { kind: "genuine", webhook } });
    }
  }
  for (const [index, { send }] of [...plan].entries()) {
    const { webhook } = send;
    if (random.chance(FORGED_SHARE)) {
      plan.push({ at: random.next(), send: { kind: "forged", webhook: forge(webhook, index) } });
    }
    if (random.chance(TRUNCATED_SHARE)) plan.push({ at: random.next(), send: { kind: "truncated", webhook } });
  }
  return plan.toSorted((a, b) => a.at - b.at).map(({ send }) => send);
}

/**
 * Sends them to `<url>/webhooks/<provider>`, so many at a time. Genuine ones are repeated until they are acknowledged,
 * the others until there is an answer at all.
 *
 * @param passed called with the number of requests that are done with
 */
export async function sendStorm(
  url: string,
  sends: readonly Send[],
  { concurrency, passed }: { concurrency: number; passed?: (count: number) => void },
): Promise<Sent> {
  const sent: Sent = { requests: 0, acknowledged: 0, unanswered: 0, busy: 0, refused: 0, violations: [] };
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let send = sends[next++]; send; send = sends[next++]) {
      await sendUntilSettled(url, send, sent);
      done += 1;
      passed?.(done);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return sent;
}

async function sendUntilSettled(url: string, send: Send, sent: Sent): Promise<void> {
  const { kind, webhook } = send;
  const deadline = performance.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    sent.requests += 1;
    const status = await post(`${url}/webhooks/${webhook.signer}`, wireForm(send));
    if (status === undefined) sent.unanswered += 1;
    else if (kind !== "genuine") {
      sent.refused += 1;
      if (status < 400) sent.violations.push(`a ${kind} webhook was answered with ${status}`);
      return;
    } else if (status < 300) {
      sent.acknowledged += 1;
      return;
    } else if (status === 503) sent.busy += 1;
    else {
      sent.violations.push(`a genuine ${webhook.type} was answered with ${status}`);
      return;
    }
    if (performance.now() > deadline) {
      sent.violations.push(`a ${kind} ${webhook.type} was not answered for ${GIVE_UP_AFTER_MS} ms`);
      return;
    }
    await delay(AGAIN_AFTER_MS);
  }
}

/** Signed anew each time, as the providers do. */
function wireForm({ kind, webhook }: Send): SignedWebhook {
  const { signer, body } = webhook;
  const secret = kind === "forged" ? "not-the-secret-0123456789" : webhookSecrets[signer];
  const signed = signers[signer](body, secret, Date.now());
  return kind === "truncated" ? { ...signed, body: signed.body.slice(0, -Math.ceil(body.length / 3)) } : signed;
}

function forge(webhook: RecordedWebhook, index: number): RecordedWebhook {
  const eventId = `forged-${index}`;
  // The first id in the body of either provider is the event's.
  return { ...webhook, eventId, body: webhook.body.replace(/"id":"[^"]+"/u, `"id":"${eventId}"`) };
}

async function post(url: string, { headers, body }: SignedWebhook): Promise<number | undefined> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = await fetch(url, { method: "POST", headers, body, signal });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}
