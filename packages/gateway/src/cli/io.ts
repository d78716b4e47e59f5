import { styleText } from "node:util";
import { onStopSignal } from "./on-stop-signal.ts";

/** How text is coloured: as `styleText` of Node has it, or not at all. */
export type Style = (format: "bold" | "dim" | "red" | "green" | "yellow" | "cyan" | "gray", text: string) => string;

/** Where a secret is read from. */
export type SecretInput = AsyncIterable<Uint8Array | string> & { isTTY?: boolean | undefined };

/** What a command has of the world around it. */
export type Io = {
  env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start. */
  cwd: string;
  /** Writes a line of the answer. */
  out: (line: string) => void;
  /** Writes a line about the answer: faults, warnings. */
  err: (line: string) => void;
  /** Colours a part of the answer, where a person sees it in colour: on a terminal, and without `NO_COLOR`. */
  style: Style;
  /** Shows how far it is, on a terminal only; the next one takes its place, and an empty one ends it. */
  progress: (text: string) => void;
  stdin: SecretInput;
  /** Calls back on the first wish to stop, Ctrl-C for one. */
  onStop: (stop: () => void) => void;
};

/** The process's own. */
export function systemIo(): Io {
  return {
    env: process.env,
    cwd: process.cwd(),
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    style: (format, text) => styleText(format, text, { stream: process.stdout }),
    progress: createProgress(process.stderr),
    stdin: process.stdin,
    onStop: onStopSignal,
  };
}

/** Writes over one line of a terminal; to anything else it writes nothing. */
export function createProgress(out: Pick<NodeJS.WriteStream, "isTTY" | "write">): (text: string) => void {
  let shown = false;
  return (text) => {
    if (!out.isTTY || (text === "" && !shown)) return;
    out.write(`\r\u001b[K${text}`);
    shown = text !== "";
  };
}
