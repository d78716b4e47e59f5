import { needWord } from "../../usage-error.ts";

/** The place of a stream on a command line. */
export const streamPlace = {
  stream: {
    type: "positional",
    required: false,
    description: "The stream: str_…, or <instance>:<id at the provider>.",
  },
} as const;

/** The path of the stream that was named. @throws UsageError when none was */
export function streamPath(stream: string | undefined, command: string): string {
  return `/v1/streams/${encodeURIComponent(needWord(stream, "stream", `polycast ${command} str_…`))}`;
}
