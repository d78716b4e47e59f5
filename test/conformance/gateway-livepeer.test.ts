import { isOnTheWire, runGatewayKit } from "./gateway-kit.ts";
import { openLivepeer } from "./livepeer.ts";

const refused = ["enablement.target.restart", "enablement.stream.rotateIngest"];
const unlimited = ["targets.limit", "targets.limit-inline"];
const allOfIt = ["targets.protocol", "targets.no-rendition"];
const late = ["enablement.toggle-live"];

runGatewayKit(openLivepeer, {
  runs: (id) => !isOnTheWire(id),
  inapplicable: [...refused, ...unlimited, ...allOfIt, ...late],
});
