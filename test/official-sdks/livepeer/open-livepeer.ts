import { Livepeer } from "livepeer";
import { type LivepeerSimulator, livepeerSimulator, type LivepeerSimulatorSettings } from "@polycast/simulators";
import { serveSimulator } from "@polycast/simulators/serve";

/** Livepeer's own SDK over HTTP to a simulator of Livepeer Studio. */
export type OpenLivepeer = AsyncDisposable & {
  readonly simulator: LivepeerSimulator;
  readonly livepeer: Livepeer;
  /** The same server with another key, or with retries. */
  readonly client: (options: ConstructorParameters<typeof Livepeer>[0]) => Livepeer;
};

export async function openLivepeer(settings: LivepeerSimulatorSettings = {}): Promise<OpenLivepeer> {
  const simulator = livepeerSimulator(settings);
  const served = await serveSimulator(simulator);
  const client: OpenLivepeer["client"] = (options) =>
    new Livepeer({ apiKey: simulator.credentials.apiKey, serverURL: `${served.url}/api`, ...options });
  return { simulator, livepeer: client({}), client, [Symbol.asyncDispose]: () => served.close() };
}
