import { AMF_PAYLOADS, PUBLISHER_SESSIONS, SERVER_SESSIONS } from "./fuzz-corpus.ts";
import { fuzzClient, fuzzReader, fuzzServer } from "./fuzz-targets.ts";
import type { FuzzTarget } from "./fuzz-targets.ts";
import { mutate } from "./mutate.ts";
import { createRandom } from "./random.ts";

const EVERYTHING = [...PUBLISHER_SESSIONS, ...SERVER_SESSIONS, ...AMF_PAYLOADS];

/** Which material goes where; repeated entries are run more often. */
const PLANS: readonly { target: FuzzTarget; corpus: readonly Buffer[] }[] = [
  { target: fuzzReader, corpus: EVERYTHING },
  { target: fuzzReader, corpus: PUBLISHER_SESSIONS },
  { target: fuzzServer, corpus: PUBLISHER_SESSIONS },
  { target: fuzzServer, corpus: PUBLISHER_SESSIONS },
  { target: fuzzClient, corpus: SERVER_SESSIONS },
];

/**
 * One run: a valid session, damaged, given to a part of the library. Seed and index alone decide
 * what happens, so that a failing run can be repeated on its own.
 */
export async function fuzzOnce(seed: number, index: number): Promise<void> {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ index);
  const { target, corpus } = random.pick(PLANS);
  await target(mutate(random.pick(corpus), random.pick(EVERYTHING), random), random);
}
