import { isMultistreamError } from "@polycast/core";
import { SettingsError } from "../settings/fault.ts";

/** What went wrong as a person is told it: the places line by line, the next step, each once and without a stack. */
export function describeFailure(error: unknown): string {
  if (!isMultistreamError(error)) return `✗ ${messageOf(error)}`;
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

/** The same for programs: one line of JSON, with the fields of the error. */
export function failureJson(error: unknown): string {
  return JSON.stringify({ error: isMultistreamError(error) ? error : { code: "internal", message: messageOf(error) } });
}

/** A command line that is not understood, for programs. */
export function usageJson(message: string, hint: string): string {
  return JSON.stringify({ error: { code: "invalid_argument", message, hint } });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
