import { isMultistreamError } from "@polycast/core";
import { SettingsError } from "../settings/fault.ts";

/** Tells a person what went wrong and what to do next, each once and without a stack. */
export function reportFailure(error: unknown): void {
  console.error(describeFailure(error));
}

/** The text of it: what went wrong, the places line by line, the next step. */
export function describeFailure(error: unknown): string {
  if (!isMultistreamError(error)) return `✗ ${error instanceof Error ? error.message : String(error)}`;
  const { message, issues = [], hint } = error;
  // The message of settings lists the faults already, for those who see no more than it.
  const isList = error instanceof SettingsError;
  const untold = issues.filter((issue) => isList || !(message.includes(issue.path) && message.includes(issue.message)));
  const lines = untold.map((issue) => `  ${issue.path}: ${issue.message}`);
  // A hint that points to the field `issues` is for programs; for people the lines are there.
  const forPeople = hint?.includes("`issues`") ? undefined : hint;
  return [
    `✗ ${isList ? SettingsError.summary : message}`,
    ...lines,
    ...(forPeople === undefined ? [] : [`  ${forPeople}`]),
  ].join("\n");
}
