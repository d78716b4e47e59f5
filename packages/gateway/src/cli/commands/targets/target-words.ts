import { needWord } from "../../usage-error.ts";
import { streamPath, streamPlace } from "../streams/stream-word.ts";

/** The places of a stream and of one of its targets on a command line. */
export const targetPlaces = {
  ...streamPlace,
  target: { type: "positional", required: false, description: "The target: tgt_…" },
} as const;

/** The path of the target that was named. @throws UsageError when one of the words is missing */
export function targetPath(
  words: { stream?: string | undefined; target?: string | undefined },
  command: string,
): string {
  const stream = streamPath(words.stream, command);
  return `${stream}/targets/${encodeURIComponent(needWord(words.target, "target", `polycast ${command} str_… tgt_…`))}`;
}
