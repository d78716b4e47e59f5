import type { Destination, ProviderAdapter } from "@polycast/core";

/** One provider, its encoders and its destinations, for a scripted session. All ids are the provider's own. */
export type Scene = {
  adapter: ProviderAdapter;
  /** Where the targets send to; the second is the one that breaks. */
  destinations: readonly Destination[];
  encoder: Record<"start" | "drop" | "resume" | "end", (streamId: string) => Promise<void>>;
  /** The destination of this target refuses, or takes media again. */
  destination: Record<"break" | "heal", (streamId: string, targetId: string) => Promise<void>>;
  /** Lets time go by until the task is done. */
  during<T>(task: Promise<T>): Promise<T>;
  /** Lets so much time go by, for everyone. */
  advance(ms: number): Promise<void>;
  /** How long nothing happens before the encoder starts and before the first trouble: longer than a slow start takes. */
  calmMs: number;
  /** Between two looks at the gateway. */
  stepMs: number;
  /** How long any change may take until it shows. */
  patienceMs: number;
  close(): Promise<void>;
};

/** What a scene gets from the gateway that it plays before: where its webhooks go. */
export type Stagehand = { deliver: typeof fetch };

export type OpenScene = (hand: Stagehand) => Promise<Scene>;
