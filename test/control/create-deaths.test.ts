import { expect, test } from "vitest";
import { clouds } from "./clouds.ts";
import { dieAtCreate, type DyingCreate } from "./die-at-create.ts";

const fieldsOf = { "no reference": {}, "a reference": { reference: "r-1" }, "the stream off": { enabled: false } };

/** Set: every step of every case is died at. Else every third one, another choice for each case. */
const isThorough = process.env["POLYCAST_EVERY_STEP"] === "1";
const stride = isThorough ? 1 : 3;

/** The relay forgets what its gateway has not stored. */
const cases = Object.entries(clouds)
  .flatMap(([provider, cloud]) =>
    Object.entries(fieldsOf).flatMap(([what, fields]) =>
      [false, true].map((hasKey): DyingCreate & { provider: string; what: string } => {
        return { provider, cloud, what, fields, hasKey };
      }),
    ),
  )
  .map((one, index) => Object.assign(one, { first: index % stride }));

test.each(cases)(
  "$provider, $what, key $hasKey: whichever step a create dies at, one stream is there with its targets, and nothing else",
  async ({ first, ...one }) => {
    for (let at = first; ; at += stride) {
      const { step, violations } = await dieAtCreate(one, at);
      expect(violations, `after a death at step ${at}, ${step ?? "which there is not"}`).toEqual([]);
      if (step === undefined) break;
    }
  },
  60_000,
);
