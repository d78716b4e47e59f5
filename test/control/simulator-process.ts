import { realClock } from "@polycast/simulators";
import { serveSimulator } from "@polycast/simulators/serve";
import { clouds } from "./clouds.ts";
import { wordOf } from "./cloud-processes.ts";

// A simulated cloud in a process of its own, without webhooks.
const nobody: typeof fetch = async () => new Response(null, { status: 204 });
/** So far its clock is behind: to whoever looks, all that it has is older than what is perhaps still being made. */
const BEHIND_MS = 660_000;

const clock = { ...realClock(), now: () => Date.now() - BEHIND_MS };
const served = await serveSimulator(clouds[wordOf(process.argv[2])].simulate({ fetch: nobody, clock }));
console.log(`served at ${served.url}`);
