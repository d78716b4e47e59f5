import type { Registers } from "./known.ts";

/** When the next thing of a stream lapses unless it is heard of: milliseconds since 1970; nothing where none does. */
export function nextLapse({ lapses, now }: Registers): number | undefined {
  const open = Object.values(lapses)
    .map(({ at }) => Date.parse(at))
    .filter((at) => at * 1_000 > now);
  return open.length === 0 ? undefined : Math.min(...open);
}
