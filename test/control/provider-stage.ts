import type { Destination, ProviderAdapter } from "@polycast/core";

/** A target as its provider itself has it, read past the gateway. */
export type Push = {
  /** The provider's own. */
  id: string;
  /** Where it sends to, with its key. */
  to: string;
  /** Absent where the provider keeps none. */
  name?: string;
  isOn: boolean;
  /** Do bytes reach the destination now? */
  sends: boolean;
};

/** A provider, its encoder and its destinations, which outlive any gateway. All ids are the provider's own. */
export type ProviderStage = AsyncDisposable & {
  /** The adapter of one life of a gateway. Where the provider is reached over HTTP, through this `fetch`. */
  adapt(fetch: typeof globalThis.fetch): ProviderAdapter;
  /** What the provider itself answers over HTTP. */
  fetch(request: Request): Promise<Response>;
  /** A destination of its own for every number. */
  destination(n: number): Destination;
  /** The encoder, at the stream of the gateway that lives now. */
  encoder: { start(streamId: string, adapter: ProviderAdapter): Promise<void>; end(): Promise<void> };
  /** All that the provider has on a stream. Where it lives with the gateway, in the life of this adapter. */
  pushes(streamId: string, adapter: ProviderAdapter): Promise<Push[]>;
  /** From now on its webhooks go here. */
  deliverTo(deliver: typeof globalThis.fetch): void;
  /** Lets so much time go by, for everyone. */
  advance(ms: number): Promise<void>;
  /** Lets time go by until the task is done. */
  during<T>(task: PromiseLike<T>): Promise<T>;
  /** Does time stand still in between? Then two looks see the same moment. */
  isManual: boolean;
  /** Between two looks. */
  stepMs: number;
  /** How long anything may take until it shows. */
  patienceMs: number;
};

/** Where a destination sends, in one word, as `Push.to` says it. */
export function wayOf(destination: Destination): string {
  if (!("url" in destination)) throw new Error("The stages have no presets.");
  const key = "streamKey" in destination ? destination.streamKey : undefined;
  return key === undefined ? destination.url : `${destination.url}/${key}`;
}
