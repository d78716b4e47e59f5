import { parseInput, sound } from "@polycast/core/provider";
import * as z from "zod";

const soundSchema = sound(z.unknown());

/**
 * Refuses text, wherever in an input, that not every store keeps as it is. The inputs of streams and targets see to it
 * themselves; this is for all the others, and for what no input names.
 *
 * @param what names the input in the error
 * @throws MultistreamError `invalid_argument` with an issue for each of the first 20
 */
export function refuseBrokenText(input: unknown, what: string): void {
  parseInput(soundSchema, input, what);
}
