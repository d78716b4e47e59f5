import { openMux } from "./mux.ts";
import { runKit } from "./run-kit.ts";

const refused = [
  "targets.rendition",
  "enablement.target.enable",
  "enablement.target.disable",
  "enablement.target.restart",
  "enablement.target.update.name",
  "enablement.target.update.destination",
  "enablement.target.update.rendition",
  "enablement.disabled-stays-off",
  "enablement.toggle-live",
  "concurrency.toggles",
];
const allProtocols = ["targets.protocol"];
const nothingLate = ["enablement.late", "enablement.pending"];
const silent = ["status.push"];
const both = [...refused, ...allProtocols, ...nothingLate, ...silent];

runKit(openMux, { direct: [...both, "webhooks.repeated"], "with state": both });
