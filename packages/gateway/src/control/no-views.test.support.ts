import { fakeProvider } from "@polycast/core/testing";
import type { Clock } from "./clock.ts";
import { createRegister } from "./observing/register.ts";
import { createInstances } from "./providers/instances.ts";
import { createViews, type Views } from "./views.ts";

/** Views of things of which nothing is observed, at a provider that is not configured. */
export function noViews(clock: Clock): Views {
  const instances = createInstances({ other: fakeProvider().provider }, "other", clock);
  return createViews({ instances, register: createRegister(clock) });
}
