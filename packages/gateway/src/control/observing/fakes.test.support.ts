import type { ProviderAdapter } from "@polycast/core";
import { type FakeProvider, fakeProvider } from "@polycast/core/testing";

type Fake = Omit<FakeProvider, "provider"> & { adapter: ProviderAdapter };

const custom = { name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0002" } };
const seed = { name: "Show", id: "stream-1", targets: [{ ...custom, id: "target-2" } as const] };

function without(adapter: ProviderAdapter, ...doors: ("restore" | "subscribe")[]): ProviderAdapter {
  const fewer = { ...adapter };
  for (const door of doors) delete fewer[door];
  return fewer;
}

/** A provider that every process hears for itself, with one stream and one target. */
export function hearing(now: () => number): Fake {
  const { provider, ...fake } = fakeProvider({ now, streams: [seed] });
  return { ...fake, adapter: without(provider, "restore") };
}

/** A provider that tells nothing by itself and is read by whoever observes it. */
export function polled(now: () => number): Fake {
  const { provider, ...fake } = fakeProvider({ now, streams: [seed] });
  return { ...fake, adapter: without(provider, "restore", "subscribe") };
}

/** A provider of which nothing is heard but what a test says. */
export function silent(now: () => number): ProviderAdapter {
  return { ...polled(now).adapter, subscribe: () => () => undefined };
}
