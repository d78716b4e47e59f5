import { runGatewayKit } from "./gateway-kit.ts";
import { openMux } from "./mux.ts";

const refused = ["targets.rendition", "enablement.target.restart", "enablement.target.update.rendition"];
const allProtocols = ["targets.protocol"];
const late = ["enablement.toggle-live"];

/** What webhooks have a part in. */
const heard = /^(?:enablement|status|webhooks)\./u;

// The one that runs all there is: the others leave out what is the same over every provider.
runGatewayKit(openMux, {
  modes: ["direct", "with state"],
  runs: (id, mode) => mode === "direct" || heard.test(id),
  inapplicable: [...refused, ...allProtocols, ...late],
});
