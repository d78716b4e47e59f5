import type { ProviderAdapter } from "@polycast/core";
import { type FakeProvider, fakeProvider } from "@polycast/core/testing";
import { fourTables } from "../reconcile/four-tables.test.support.ts";

const names = ["mux", "livepeer", "castr", "selfhost"] as const;
export type SideName = (typeof names)[number];

/** Fake providers that keep to the tables of the real ones; each is an account of its own. */
export type Sides = { providers: Record<SideName, ProviderAdapter>; fakes: Record<SideName, FakeProvider> };

/** Makes them anew. @param now milliseconds; default the real clock */
export async function makeSides(now: () => number = Date.now): Promise<Sides> {
  const tables = await fourTables();
  const make = (name: SideName): FakeProvider => {
    const capabilities = tables.get(name);
    if (!capabilities) throw new Error(`there is no table of ${name}`);
    return fakeProvider({ name, capabilities, now });
  };
  const fakes = { mux: make("mux"), livepeer: make("livepeer"), castr: make("castr"), selfhost: make("selfhost") };
  const { mux, livepeer, castr, selfhost } = fakes;
  return {
    fakes,
    providers: {
      mux: cloud(mux),
      livepeer: cloud(livepeer),
      castr: cloud(castr),
      selfhost: selfhost.provider,
    },
  };
}

/** It remembers by itself what it has. */
function cloud({ provider }: FakeProvider): ProviderAdapter {
  const adapter = { ...provider };
  delete adapter.restore;
  return adapter;
}

const reads = new Set([
  "capabilities",
  "streams.get",
  "streams.list",
  "streams.getIngest",
  "targets.get",
  "targets.list",
]);
const quiet = new Set(["targets.destinations", "targets.hasDestination", "poll", "restore", "start"]);

/** What a fake was asked to change from some call on. */
export function changesSince(fake: FakeProvider, begin: number): string[] {
  return fake
    .calls()
    .slice(begin)
    .filter((call) => !reads.has(call) && !quiet.has(call));
}
