import { type Operation, ruleOf } from "../capabilities/decide.ts";
import { createMultistream } from "../client/create-multistream.ts";
import type { Multistream } from "../client/multistream.ts";
import type { Hearer } from "../client/watch.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { redactDestination } from "../destination/redact-destination.ts";
import { resolveDestination } from "../destination/resolve-destination.ts";
import type { ErrorCode } from "../errors/error-code.ts";
import { isMultistreamError, type MultistreamError } from "../errors/multistream-error.ts";
import type { Capabilities, Rule } from "../model/capabilities.ts";
import type { Destination } from "../model/destination.ts";
import type { RedactedDestination } from "../model/redacted-destination.ts";
import type { Ingest } from "../model/ingest.ts";
import type { CreateStreamInput, CreateTargetInput } from "../model/inputs.ts";
import type { Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";
import { memoryStateStore } from "../state-store/memory-state-store.ts";
import { CallLimit } from "./call-limit.ts";
import { ConformanceFailure } from "./failure.ts";
import type { Harness } from "./harness.ts";
import { mustExist, mustHold, show } from "./must.ts";
import { recordAdapter } from "./record-adapter.ts";
import { Seen } from "./seen.ts";
import { WebhookFeed } from "./webhook-feed.ts";

/** `direct`: status as far as one answer tells. `with state`: with what webhooks and polls said before. */
export type Mode = "direct" | "with state";
export const modes: readonly Mode[] = ["direct", "with state"];

/** A target to ask for, whose destination is one of the harness's. */
export type Aimed = CreateTargetInput & { destination: Destination };

/** A stream that a clause has made, with what was asked for. */
export type Staged = { stream: Stream; ingest: Ingest[]; targets: Target[]; inputs: Aimed[] };

const PATIENCE_MS = 30_000;
const TIMEOUT_MS = 10_000;
const SILENCE_MS = 1_000;
const LONGEST_STEP_MS = 2_000;

/** What a clause plays on: one fresh harness, the client over its adapter, and the helpers that clauses share. */
export class Scene {
  readonly harness: Harness;
  readonly mode: Mode;
  /** The harness's adapter; what it gives out is searched for credentials at the end. */
  readonly adapter: ProviderAdapter;
  readonly client: Multistream;
  readonly capabilities: Capabilities;
  readonly seen: Seen;
  /** What no call of the adapter may exceed. */
  readonly limit: CallLimit;
  readonly webhooks: WebhookFeed | undefined;
  /** In `with state`, told what has come by webhook. */
  readonly hearers = new Set<Hearer>();
  #aimed = 0;
  #named = 0;

  private constructor(
    { harness, mode, seen, limit }: Pick<Scene, "harness" | "mode" | "seen" | "limit">,
    adapter: ProviderAdapter,
    capabilities: Capabilities,
  ) {
    this.harness = harness;
    this.mode = mode;
    this.seen = seen;
    this.limit = limit;
    this.adapter = adapter;
    this.capabilities = capabilities;
    const state = memoryStateStore();
    this.client = createMultistream(mode === "direct" ? { provider: adapter } : { provider: adapter, state });
    this.webhooks =
      harness.webhooks && adapter.webhooks && new WebhookFeed(harness.webhooks, adapter.webhooks, adapter);
  }

  static async open(harness: Harness, mode: Mode): Promise<Scene> {
    const seen = new Seen();
    const limit = new CallLimit(harness.timeoutMs ?? TIMEOUT_MS);
    const adapter = recordAdapter(harness.adapter, seen, limit);
    return new Scene({ harness, mode, seen, limit }, adapter, await adapter.capabilities());
  }

  /** A client over the same adapter with credentials that are wrong, where the harness has one. */
  async withBadCredentials(): Promise<Multistream | undefined> {
    const bad = await this.harness.withBadCredentials?.();
    return bad && createMultistream({ provider: recordAdapter(bad, this.seen, this.limit) });
  }

  rule(operation: Operation): Rule {
    return ruleOf(this.capabilities, operation);
  }

  /** Does the table allow it in this state? */
  allows(operation: Operation, state: "idle" | "live" = "idle"): boolean {
    return this.rule(operation)[state] !== "refused";
  }

  /** A context for a call of the adapter itself. */
  context(signal: AbortSignal = new AbortController().signal): CallContext {
    return { signal };
  }

  /** How long any call may take. */
  get timeoutMs(): number {
    return this.harness.timeoutMs ?? TIMEOUT_MS;
  }

  /** How long to wait for an answer that a fault holds back. */
  get silenceMs(): number {
    return this.harness.silenceMs ?? SILENCE_MS;
  }

  /** For a caller who gives up before the adapter does. */
  get impatienceMs(): number {
    return this.silenceMs / 4;
  }

  /** A name that no other thing of this clause has. */
  name(): string {
    this.#named += 1;
    return `Conformance ${this.#named}`;
  }

  /** A destination that no other target of this clause has. */
  destination(): Destination {
    const destination = this.harness.destination(this.#aimed);
    this.#aimed += 1;
    return this.hide(destination);
  }

  /** From now on its key must not be seen. */
  hide(destination: Destination): Destination {
    const resolved = resolveDestination(destination);
    if (resolved.protocol !== "srt") this.seen.hide(resolved.streamKey);
    if ("passphrase" in destination) this.seen.hide(destination.passphrase);
    return destination;
  }

  /** What may be told of a destination. */
  redacted(destination: Destination): RedactedDestination {
    return redactDestination(destination);
  }

  hostOf(destination: Destination): string {
    return redactDestination(destination).host ?? "";
  }

  /** A target to ask for. */
  target(differences: Partial<Aimed> = {}): Aimed {
    return { name: this.name(), destination: this.destination(), ...differences };
  }

  /** A stream to ask for. */
  streamInput(differences: Partial<CreateStreamInput> = {}): CreateStreamInput {
    const { providerOptions } = this.harness;
    return { name: this.name(), ...(providerOptions && { providerOptions }), ...differences };
  }

  /** Makes a stream with so many targets. */
  async stage(count = 0, differences: Partial<Aimed> = {}): Promise<Staged> {
    const inputs = Array.from({ length: count }, () => this.target(differences));
    const { stream, ingest } = await this.client.streams.create(this.streamInput({ targets: inputs }));
    const targets = stream.targets ?? (await this.client.targets.list(stream.id));
    mustHold(targets.length === count, "Inline targets are created with the stream.", `${count} targets`, targets);
    return { stream, ingest, targets, inputs };
  }

  /** The first of the targets of a stream that has some. */
  first(staged: Staged): Target {
    return mustExist(staged.targets[0], "Inline targets are created with the stream.", "a target");
  }

  /** Lets an encoder send, and waits until the stream is live. */
  async goLive(streamId: string): Promise<Stream> {
    await this.harness.encoder.start(streamId);
    return this.untilStream(streamId, (stream) => stream.status.state === "live", "A stream that gets media is live.");
  }

  /** How many streams there are. */
  async countStreams(): Promise<number> {
    let count = 0;
    for await (const _stream of this.client.streams.list({ limit: 100 })) count += 1;
    return count;
  }

  untilStream(streamId: string, holds: (stream: Stream) => boolean, rule: string): Promise<Stream> {
    return this.until(
      () => this.client.streams.get(streamId),
      holds,
      rule,
      ({ status }) => `the stream is ${status.state}`,
    );
  }

  untilTarget(target: Target, holds: (target: Target) => boolean, rule: string): Promise<Target> {
    return this.until(() => this.client.targets.get(target), holds, rule, showTarget);
  }

  /** Reads again and again, moving the clock, until it holds. */
  async until<T>(
    read: () => Promise<T>,
    holds: (value: T) => boolean,
    rule: string,
    shown: (value: T) => string = show,
  ): Promise<T> {
    const { patienceMs = PATIENCE_MS } = this.harness;
    let waited = 0;
    for (let step = 50; ; step = Math.min(step * 2, LONGEST_STEP_MS)) {
      await this.feed();
      const value = await read();
      if (holds(value)) return value;
      if (waited >= patienceMs) throw new ConformanceFailure(rule, `it to be so within ${patienceMs} ms`, shown(value));
      await this.harness.advance(step);
      waited += step;
    }
  }

  /** In `with state`, gives the client what has come by webhook. */
  async feed(): Promise<void> {
    const observations = (await this.webhooks?.takeIn()) ?? [];
    if (this.mode === "direct" || observations.length === 0) return;
    this.seen.note("an event", await this.client.observe(observations));
    for (const hear of this.hearers) hear(observations);
  }

  /** Runs what must be refused with this code, and answers the error. */
  async refusal(code: ErrorCode, rule: string, run: () => Promise<unknown>): Promise<MultistreamError> {
    const error = await this.failure(rule, run, `the error ${code}`);
    if (error.code !== code) throw new ConformanceFailure(rule, `the error ${code}`, `${error.code}: ${error.message}`);
    return error;
  }

  /** Runs what must fail, whatever the code, and answers the error. */
  async failure(rule: string, run: () => Promise<unknown>, expected = "an error"): Promise<MultistreamError> {
    const outcome: { value: unknown } | { error: unknown } = await run().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if ("value" in outcome) throw new ConformanceFailure(rule, expected, "a success");
    const { error } = outcome;
    this.seen.note("an error", error);
    if (!isMultistreamError(error)) throw new ConformanceFailure(rule, expected, show(error), { cause: error });
    return error;
  }

  /** The same, for what must be refused before any call is made to the provider. */
  async refusalWithoutCall(code: ErrorCode, rule: string, run: () => Promise<unknown>): Promise<MultistreamError> {
    await this.client.capabilities();
    const before = this.harness.calls?.();
    const error = await this.refusal(code, rule, run);
    const after = this.harness.calls?.();
    mustHold(before === after, rule, "no call to the provider", `${Number(after) - Number(before)} calls`);
    return error;
  }
}

function showTarget({ status, enabled }: Target): string {
  return `the target is ${status.state}, enabled ${enabled}`;
}
