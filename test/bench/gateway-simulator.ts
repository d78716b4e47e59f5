/*
 * Mux's simulator as a process, without limits of its own: what the gateway's call and the direct one both end at.
 *
 *   node gateway-simulator.ts
 */
import { muxSimulator } from "@polycast/simulators";
import { serveSimulator } from "@polycast/simulators/serve";

const simulator = muxSimulator();
const { url } = await serveSimulator(simulator);
console.log(`listening ${JSON.stringify({ url, ...simulator.credentials })}`);
