import { isMultistreamError } from "@polycast/core";
import { openStore } from "./open-store.ts";

/** Opens a store, says on standard output how it went, and keeps it open until it is killed. */
const [dataDir = ""] = process.argv.slice(2);
try {
  openStore({ dataDir });
  process.stdout.write("locked\n");
  setInterval(() => undefined, 1000);
} catch (error) {
  process.stdout.write(`refused ${isMultistreamError(error, "conflict") ? error.message : String(error)}\n`);
}
