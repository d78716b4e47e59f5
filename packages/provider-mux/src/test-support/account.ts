/** What the tests ask for. @module */
import type { CreateTargetInput } from "@polycast/core";
import { createTargetSchema, type NewTarget, type Target } from "@polycast/core/provider";
import type { Simulated } from "./simulated.ts";

/** The n-th target, with a key that is found wherever it leaks. */
export function target(n: number, more: Partial<CreateTargetInput> = {}): CreateTargetInput {
  const destination = { url: `rtmp://live${n}.example.com/app`, streamKey: `target-key-canary-${n}` } as const;
  return { name: `Target ${n}`, destination, ...more };
}

/** A stream with so many targets. */
export async function streamWith({ client }: Simulated, count: number): Promise<{ id: string; targets: Target[] }> {
  const targets = Array.from({ length: count }, (_, index) => target(index + 1));
  const { stream } = await client.streams.create({ name: "Show", targets });
  return { id: stream.id, targets: stream.targets ?? [] };
}

/** The n-th target as an adapter is given it, whatever the client thinks of it. */
export function wanted(n: number, more: Partial<NewTarget> = {}): NewTarget {
  return { ...createTargetSchema.parse(target(n)), ...more };
}
