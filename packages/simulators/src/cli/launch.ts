import type { Simulator } from "../kernel/types.ts";

/** What the command line was told. */
export type LaunchOptions = {
  webhookUrl?: string | undefined;
  webhookSecret?: string | undefined;
  tokenId?: string | undefined;
  tokenSecret?: string | undefined;
  apiKey?: string | undefined;
  manualClock: boolean;
};

/** A simulator that is ready to be served, and what a person has to know about it. */
export type Launch = {
  simulator: Simulator;
  /** Where the API is below the address. */
  basePath: string;
  /** What to call with, by name. What the person gave is not repeated. */
  credentials: Record<string, string>;
  /** Commands that show it at work, at this address. */
  tryThis(url: string): string[];
};

/** A made-up value is shown; one that was given is not repeated, for it may be a real one. */
export function shown(given: string | undefined, madeUp: string): string {
  return given === undefined || given === madeUp ? madeUp : "(as given)";
}
