import { openCastr } from "./castr.ts";
import { isOnTheWire, runGatewayKit } from "./gateway-kit.ts";

const refused = [
  "targets.rendition",
  "enablement.target.restart",
  "enablement.target.update.rendition",
  "enablement.stream.end",
  "enablement.stream.rotateIngest",
];
const unlimited = ["targets.limit", "targets.limit-inline"];
const atOnce = ["enablement.late", "enablement.pending"];

runGatewayKit(openCastr, {
  runs: (id) => !isOnTheWire(id),
  inapplicable: [...refused, ...unlimited, ...atOnce],
});
