import type { Notice } from "@polycast/core";

/** Is drift only shown, or is what is wanted put back? */
export type DriftPolicy = "show" | "enforce";

/** What is said of something that others have changed. */
export function driftNotice(
  what: "stream" | "target",
  provider: string,
  differences: readonly string[],
  policy: DriftPolicy,
): Notice {
  const changed = `At ${provider} others have changed this ${what}: ${differences.join(", ")}.`;
  const then = policy === "enforce" ? "It is put back." : `It is left so until the ${what} is changed here.`;
  return { code: "drift", message: `${changed} ${then}` };
}
