import { scrubText } from "@polycast/core/provider";
import { mayHoldSecret } from "../text/may-hold-secret.ts";

/** Longer texts are cut, so that nobody floods the log through a field. */
const MAX_TEXT = 8192;

/** Fields that hold a credential whatever it looks like. */
const secretField = /^(?:authorization|cookie|password|passphrase|secret|secret_?key|stream_?key|api_?key|token)$/iu;

/** A line that pino made, parsed. */
export type LogRecord = Record<string, unknown>;

/** Would `scrubLine` leave a line as it is? Then it need not be taken apart. */
export function isClean(line: string): boolean {
  return line.length <= MAX_TEXT && !mayHoldSecret(line);
}

/**
 * Takes the credentials out of a line that is about to leave the process, and parses it: in the message, in every
 * field of any depth, in the fields of child loggers and in errors. Cleaning values and not the line keeps it valid
 * JSON whatever is cut out.
 */
export function scrubLine(line: string): LogRecord {
  return JSON.parse(line, (key, value: unknown) => {
    if (secretField.test(key)) return "[redacted]";
    return typeof value === "string" ? scrubText(shorten(value)) : value;
  }) as LogRecord;
}

function shorten(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
