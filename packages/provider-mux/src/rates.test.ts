import { documentedMuxRateLimits } from "@polycast/simulators";
import { expect, test } from "vitest";
import { simulated, useSimulators } from "./test-support/simulated.ts";

useSimulators();

test("the default rates draw no 429 from the limits that Mux documents", { timeout: 15_000 }, async () => {
  const { client, simulator } = simulated({ rateLimits: undefined }, { rateLimits: documentedMuxRateLimits });
  const reads = Array.from({ length: 20 }, () => client.streams.list());
  const creates = Array.from({ length: 6 }, (_, index) => client.streams.create({ name: `Show ${index}` }));
  await Promise.all([...reads, ...creates]);
  expect(simulator.requests.all().filter(({ status }) => status === 429)).toEqual([]);
  expect(simulator.requests.all()).toHaveLength(26);
});
