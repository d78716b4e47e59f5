import { runGatewayKit } from "./gateway-kit.ts";
import { openSelfhost } from "./selfhost.ts";

/** Real seconds: what media and the relay have a part in. */
const chosen = new Set([
  "streams.create-with-targets",
  "streams.delete",
  "streams.ingest",
  "targets.create-disabled",
  "targets.delete",
  "enablement.table",
  "enablement.target.delete",
  "enablement.target.restart",
  "enablement.target.update.destination",
  "enablement.stream.end",
  "enablement.stream.rotateIngest",
  "enablement.disabled-stays-off",
  "enablement.toggle-live",
  "status.live",
  "status.broken",
  "status.healed",
  "status.isolation",
  "status.dropped",
  "status.ended",
  "status.source",
  "status.push",
  "status.watch",
  "webhooks.ids",
  "secrets.observations",
]);

runGatewayKit(openSelfhost, { runs: (id) => chosen.has(id), inapplicable: [] });
