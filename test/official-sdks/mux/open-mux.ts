import Mux, { type ClientOptions } from "@mux/mux-node";
import { type MuxSimulator, muxSimulator, type MuxSimulatorSettings } from "@polycast/simulators";
import { serveSimulator } from "@polycast/simulators/serve";

/** Mux's own SDK over HTTP to a simulator of Mux. */
export type OpenMux = AsyncDisposable & {
  readonly simulator: MuxSimulator;
  /** Does not retry unless `client` is asked to. */
  readonly mux: Mux;
  /** Another client of the same account. */
  readonly client: (options: ClientOptions) => Mux;
};

export async function openMux(settings: MuxSimulatorSettings = {}): Promise<OpenMux> {
  const simulator = muxSimulator(settings);
  const served = await serveSimulator(simulator);
  const client = (options: ClientOptions): Mux =>
    new Mux({ ...simulator.credentials, baseURL: served.url, maxRetries: 0, logLevel: "off", ...options });
  return { simulator, mux: client({}), client, [Symbol.asyncDispose]: () => served.close() };
}
