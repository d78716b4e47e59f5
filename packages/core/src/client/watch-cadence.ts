import * as z from "zod";
import { parseInput } from "../errors/invalid-argument.ts";
import { type Cadence, fastCadence } from "../poll/cadence.ts";
import { defined } from "../values/defined.ts";
import type { WatchOptions } from "./multistream.ts";

const DAY_MS = 86_400_000;

const wait = z.number().min(1_000).max(DAY_MS).optional();
const pollSchema = z.strictObject({ liveMs: wait, idleMs: wait });

/** How often a watch polls. @throws MultistreamError `invalid_argument` */
export function watchCadence(poll: WatchOptions["poll"]): Cadence {
  return { ...fastCadence, ...defined(parseInput(pollSchema, poll ?? {}, "poll")) };
}
