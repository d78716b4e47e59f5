import type { Capabilities } from "../model/capabilities.ts";
import type { Destination } from "../model/destination.ts";
import type { Ingest } from "../model/ingest.ts";
import type { NewStream, NewTarget, StreamPatch, TargetPatch } from "../model/inputs.ts";
import type { Pending } from "../model/pending.ts";
import type { Stream } from "../model/stream.ts";
import type { Target, TargetRef } from "../model/target.ts";
import type { CallContext } from "./call-context.ts";
import type { Log } from "./log.ts";
import type { Observation } from "./observation.ts";
import type { ProviderRequest } from "./provider-request.ts";
import type { Restorable } from "./restorable.ts";
import type { ProviderWebhooks } from "./webhooks.ts";
import type { Wish } from "./wish.ts";

/** The version of this contract. Optional additions do not change it. */
export const SPEC_VERSION = 1;

/** What a poll is to read. */
export type PollQuery = {
  /** Absent: all streams. */
  streamId?: string;
  /** Called with every stream that was read, as the provider has it. */
  onStream?: (stream: Stream) => void;
};

/** One page of a list, newest first. */
export type AdapterPage<T> = { data: T[]; nextCursor?: string };

/**
 * What a provider must do for Polycast: a plain object, made by a factory that is named after the provider.
 *
 * All ids are the provider's own. Every method throws only `MultistreamError` or, when `context.signal` aborts, the
 * signal's reason; no error, log or field may carry a credential. The client checks inputs and capabilities before it
 * calls, so a method whose every rule says `refused` may be left out.
 */
export type ProviderAdapter = {
  specVersion: typeof SPEC_VERSION;
  /** The provider's word, e.g. `selfhost`. */
  name: string;
  /** The npm package, named in `adapter_incompatible`. */
  packageName: string;
  capabilities(scope?: { streamId?: string }): Capabilities | Promise<Capabilities>;
  streams: {
    /** All or nothing, inline targets included; the answer has them in the order of the input. */
    create(input: NewStream, context: CallContext): Promise<{ stream: Stream; ingest: Ingest[] }>;
    /** With its targets. @throws `not_found` */
    get(id: string, context: CallContext): Promise<Stream>;
    list(query: { cursor?: string; limit: number }, context: CallContext): Promise<AdapterPage<Stream>>;
    update?(id: string, patch: StreamPatch, context: CallContext): Promise<Stream>;
    /** Ends the running session; the encoder may return. */
    end?(id: string, context: CallContext): Promise<Stream>;
    /** A stream that is gone already is a success. */
    delete(id: string, context: CallContext): Promise<void>;
    getIngest(id: string, context: CallContext): Promise<Ingest[]>;
    /** New credentials; the old ones stop working and a publisher that uses them is disconnected. */
    rotateIngest?(id: string, context: CallContext): Promise<Ingest[]>;
    /**
     * Refuses, without a call, what `create` would refuse by what is asked alone: the stream, a target, or targets that
     * cannot be together. A host asks it what of a stream can be carried over. Where it is left out, the table and
     * `targets.check` say all of it.
     *
     * @throws CapabilityError; MultistreamError `invalid_argument` or `conflict`
     */
    check?(input: NewStream): void;
  };
  targets: {
    create(streamId: string, input: NewTarget, context: CallContext): Promise<Target>;
    /** @throws `not_found` */
    get(ref: TargetRef, context: CallContext): Promise<Target>;
    list(streamId: string, context: CallContext): Promise<Target[]>;
    /** `enabled` switches it on and off. */
    update?(ref: TargetRef, patch: TargetPatch, context: CallContext): Promise<Target>;
    /** Closes the connection and dials again, also after `failed`. */
    restart?(ref: TargetRef, context: CallContext): Promise<Target>;
    /** A target that is gone already is a success. */
    delete(ref: TargetRef, context: CallContext): Promise<{ pending?: Pending }>;
    /** Does the target send there already? Undefined, or left out, where the provider does not let its keys be read back. */
    hasDestination?(ref: TargetRef, destination: Destination, context: CallContext): Promise<boolean | undefined>;
    /**
     * Where the targets of a stream send to, by target id, with their credentials: what a host needs to take them over.
     * Those of which the provider does not tell it are left out. Never log it.
     */
    destinations?(streamId: string, context: CallContext): Promise<ReadonlyMap<string, Destination>>;
    /**
     * Refuses, without a call, what `create` or `update` would refuse whatever the stream's state is. Where it is left
     * out, a host that keeps wishes learns that later, from the call.
     *
     * @throws CapabilityError `unsupported`; MultistreamError `invalid_argument`
     */
    check?(asked: NewTarget | TargetPatch): void;
  };
  /**
   * Could these calls of ours be made at once, one after the other, by our own rate limits and by what the provider
   * asked for last? A `create` counts with the reads that it begins with. Answered without a call. A target that is
   * deleted to be made again is not to be missing while we wait. Left out: always.
   */
  ready?(calls: readonly ("create" | "other")[], context: CallContext): Promise<boolean>;
  webhooks?: ProviderWebhooks;
  /** Reads what is to be observed: of one stream, or of all in as few calls as the provider allows. */
  poll?(query: PollQuery, context: CallContext): Promise<Observation[]>;
  /**
   * Removes what was begun for one of these streams and never finished because its process died, and what is left of
   * them of things that are gone. Nothing that could be anybody else's is touched. Where nothing remains it is left out.
   */
  cleanUp?(streamIds: readonly string[], context: CallContext): Promise<void>;
  /**
   * Puts in order what a create with this `context.mark` has left half-made, however young it is, because its process is
   * known to be dead or its answer was lost: what a stream uses is finished, the rest removed; a stream itself stays.
   * Where nothing remains it is left out.
   */
  finish?(mark: string, context: CallContext): Promise<void>;
  /** The untouched, authenticated door to the provider's own API: the answer's JSON as it is, credentials included. */
  request?(request: ProviderRequest, context?: Partial<CallContext>): Promise<unknown>;
  /** Tells every observation to the listener until the returned function is called. */
  subscribe?(listener: (observation: Observation) => void): () => void;
  /**
   * For a provider that also reports what is asked for, by whomever: told in one order with what `subscribe` tells, each
   * before what follows from it. The client then leaves out the answers of its own calls.
   */
  subscribeWishes?(listener: (wish: Wish) => void): () => void;
  /** For a provider that forgets everything at a restart: takes back what its host has stored. */
  restore?(streams: Restorable[], context: CallContext): Promise<void>;
  /** Opens what must be open before encoders may come; called by a host at start. Other calls open it when needed. */
  start?(context: CallContext & { log?: Log }): Promise<void>;
  /** Ends everything cleanly: sessions, connections, timers, workers. */
  close?(): Promise<void>;
};
