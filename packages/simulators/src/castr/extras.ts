import * as z from "zod";
import { extra, ofStream } from "../kernel/extra.ts";
import type { Extra } from "../kernel/types.ts";
import type { CastrSimulator } from "./create-castr-simulator.ts";

const platform = z.strictObject({
  template: z.string().exactOptional(),
  name: z.string().exactOptional(),
  enabled: z.boolean().exactOptional(),
  metadata: z
    .strictObject({ title: z.string().exactOptional(), description: z.string().exactOptional() })
    .exactOptional(),
  server: z.string().exactOptional(),
  key: z.string().exactOptional(),
});

/** What a person does in Castr's dashboard, for the control door. */
export function castrExtras(dashboard: Pick<CastrSimulator, "linkPlatform" | "setAlertUrl">): Record<string, Extra> {
  return {
    linkPlatform: extra({
      does: "Links a social platform by OAuth to a stream; answers its id.",
      example: { streamId: "…", platform: { template: "facebook", name: "My page" } },
      input: ofStream.extend({ platform: platform.exactOptional() }),
      run: ({ streamId, platform: given }) => ({ id: dashboard.linkPlatform(streamId, given) }),
    }),
    setAlertUrl: extra({
      does: "Sets the one URL of a stream's Alerts tab; without url nobody is told any more.",
      example: { streamId: "…", url: "http://127.0.0.1:8080/hook" },
      input: ofStream.extend({ url: z.url({ protocol: /^https?$/u }).exactOptional() }),
      run: ({ streamId, url }) => dashboard.setAlertUrl(streamId, url),
    }),
  };
}
