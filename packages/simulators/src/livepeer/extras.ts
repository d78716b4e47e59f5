import * as z from "zod";
import { extra } from "../kernel/extra.ts";
import type { Extra, FaultPlan } from "../kernel/types.ts";
import { nodeNotificationFails } from "./errors.ts";

const rule = z.strictObject({
  method: z.string().exactOptional(),
  path: z.string().startsWith("/").exactOptional(),
  skip: z.int().min(0).exactOptional(),
  times: z.int().min(1).exactOptional(),
});

/** What the control door can do with Livepeer alone. */
export function livepeerExtras(faults: FaultPlan): Record<string, Extra> {
  return {
    nodeNotificationFails: extra({
      does: "Plans trap 3: the media node cannot be told of a change, so that it is saved and answered with a 500.",
      example: { path: "/api/stream/*/create-multistream-target", times: 1 },
      input: rule,
      run: (given) => faults.add({ ...given, fault: nodeNotificationFails }),
    }),
  };
}
