import { isMultistreamError } from "@polycast/core";

/** Tells a person what went wrong and what to do next, without a stack. */
export function reportFailure(error: unknown): void {
  console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
  if (!isMultistreamError(error)) return;
  for (const { path, message } of error.issues ?? []) console.error(`  ${path}: ${message}`);
  if (error.hint !== undefined) console.error(`  ${error.hint}`);
}
