import { expect, test } from "vitest";
import { dieAtStep } from "./die-at-step.ts";
import { type Case, everyChange } from "./stages.ts";

/** Set: every step is died at, which takes minutes. Else every few, another choice for each case. */
const isThorough = process.env["POLYCAST_EVERY_STEP"] === "1";
const stride = { idle: isThorough ? 1 : 2, live: isThorough ? 1 : 8 };

/** The relay dies with its gateway, in a process of its own: `test/e2e/embedded-kill.test.ts`. */
const clouds = everyChange()
  .filter(({ provider }) => provider !== "selfhost")
  .map((one, index): Case & { first: number } =>
    Object.assign(one, { first: Math.floor(index / 2) % stride[one.state] }),
  );

test.each(clouds)(
  "$provider, $name, while $state: whichever step it dies at, nothing is lost and nothing is there twice",
  async (one) => {
    for (let at = one.first; ; at += stride[one.state]) {
      const { step, violations } = await dieAtStep(one, at).catch((error: unknown) => {
        throw new Error(`It did not come to what was wanted after a death at step ${at}.`, { cause: error });
      });
      expect(violations, `after a death at step ${at}, ${step ?? "which there is not"}`).toEqual([]);
      if (step === undefined) break;
    }
  },
  isThorough ? 300_000 : 60_000,
);
