import { rmSync } from "node:fs";
import type { ProviderAdapter } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import { createTeller } from "../teller.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";

const input = {
  name: "Show",
  targets: [{ name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0007" } }],
} as const;
const start = Date.parse("2026-01-02T03:04:05.000Z");
const now = () => start;
const later = () => start + 3_600_000;

test.each([
  { told: ["stream", "target"], asked: [] },
  { told: ["stream"], asked: ["streams.list"] },
  { told: [], asked: ["streams.list"] },
] as const)("a provider that tells of $told when it starts is asked for $asked", async ({ told, asked }) => {
  const first = await openTestControl({ fake: fakeProvider({ now }).provider }, { clock: { ...systemClock, now } });
  const { dataDir } = first;
  try {
    await first.control.streams.create(input);
    await first.close();
    const after = fakeProvider({ now: later });
    const { adapter, tell } = createTeller(after.provider);
    const occurredAt = new Date(later() + 1).toISOString();
    const status = { state: "idle", source: "relay", observedAt: occurredAt } as const;
    const talkative: ProviderAdapter = {
      ...adapter,
      async start() {
        for (const kind of told) {
          if (kind === "stream") tell({ kind, streamId: "stream-1", occurredAt, status });
          else tell({ kind, streamId: "stream-1", targetId: "target-2", occurredAt, status });
        }
      },
    };
    const clock = { ...systemClock, now: later };
    const second = await openTestControl({ fake: talkative }, { dataDir, clock });
    expect(after.calls().filter((call) => call === "streams.list")).toEqual(asked);
    await second.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
