import type { ProviderAdapter } from "@polycast/core";
import { failureFinding, type Finding } from "./finding.ts";
import { runsHere } from "./read-findings.ts";

const TIMEOUT_MS = 20_000;
/** From here on it is worth knowing, and from there on webhooks are refused as too old or too new. */
const NOTABLE_SKEW_MS = 10_000;
const WRONG_SKEW_MS = 240_000;

/** What one answer says about the time: its `Date` header, and our own clock around it. */
type Sight = { date: number; sentAt: number; receivedAt: number };

/**
 * Asks every provider that is called over the network for one stream: that is allowed to any credentials that Polycast
 * can work with, and changes nothing. One after the other, because the answers' clocks are seen through the global
 * `fetch`.
 *
 * @param now milliseconds since the epoch
 */
export async function probeInstances(
  providers: Readonly<Record<string, ProviderAdapter>>,
  now: () => number = Date.now,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, adapter] of Object.entries(providers)) findings.push(...(await probe(name, adapter, now)));
  return findings;
}

async function probe(name: string, adapter: ProviderAdapter, now: () => number): Promise<Finding[]> {
  const what = `provider ${name}`;
  const findings: Finding[] = [];
  try {
    const { limits, protocols } = await adapter.capabilities();
    const most = limits.targetsPerStream === undefined ? "" : `, at most ${limits.targetsPerStream} targets a stream`;
    findings.push({ level: "ok", what, message: `can send ${protocols.join(", ")}${most}` });
    if (runsHere(adapter)) return findings;
    const started = now();
    const { sights } = await watchDates(now, () =>
      adapter.streams.list({ limit: 1 }, { signal: AbortSignal.timeout(TIMEOUT_MS) }),
    );
    findings.push({ level: "ok", what, message: `answers, credentials are right (${now() - started} ms)` });
    const sight = sights.at(-1);
    return sight ? [...findings, clockFinding(`clock against ${name}`, sight)] : findings;
  } catch (error) {
    return [...findings, failureFinding(what, isTimeout(error) ? new Error("does not answer within 20 s") : error)];
  }
}

function clockFinding(what: string, { date, sentAt, receivedAt }: Sight): Finding {
  // The header has whole seconds: on average it is half a second behind.
  const skew = date + 500 - (sentAt + receivedAt) / 2;
  const seconds = Math.abs(Math.round(skew / 1000));
  if (Math.abs(skew) < NOTABLE_SKEW_MS) return { level: "ok", what, message: "agrees" };
  const message = `this machine is ${seconds} s ${skew > 0 ? "behind" : "ahead"}`;
  const next = "Let this machine's clock be set by NTP: webhooks are refused when it is minutes off.";
  return { level: Math.abs(skew) < WRONG_SKEW_MS ? "note" : "wrong", what, message, next };
}

/** Does something and sees the `Date` of every answer that it gets by the global `fetch`. */
async function watchDates<T>(now: () => number, work: () => Promise<T>): Promise<{ result: T; sights: Sight[] }> {
  const original = globalThis.fetch;
  const sights: Sight[] = [];
  globalThis.fetch = async (input, init) => {
    const sentAt = now();
    const response = await original(input, init);
    const date = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(date)) sights.push({ date, sentAt, receivedAt: now() });
    return response;
  };
  try {
    return { result: await work(), sights };
  } finally {
    globalThis.fetch = original;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}
