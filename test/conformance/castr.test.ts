import { openCastr } from "./castr.ts";
import { runKit } from "./run-kit.ts";

const refused = [
  "targets.rendition",
  "enablement.target.restart",
  "enablement.target.update.rendition",
  "enablement.stream.end",
  "enablement.stream.rotateIngest",
];
const unlimited = ["targets.limit", "targets.limit-inline"];
const noIdleRule = ["enablement.not-idle", "enablement.late", "enablement.pending"];
const silent = ["status.push"];
/** Castr cannot be told by API where to send, and signs nothing: the adapter's own tests cover its hints. */
const unsigned = [
  "webhooks.true",
  "webhooks.tampered",
  "webhooks.other-secret",
  "webhooks.no-signature",
  "webhooks.other-time",
  "webhooks.rotation",
  "webhooks.event-id",
  "webhooks.unknown-type",
  "webhooks.garbage",
  "webhooks.ids",
  "webhooks.repeated",
];
const both = [...refused, ...unlimited, ...noIdleRule, ...silent, ...unsigned];

runKit(openCastr, { direct: both, "with state": both });
