import type { Simulator } from "@polycast/simulators";
import { serveSimulator } from "@polycast/simulators/serve";
import { startPrismProxy } from "./prism-proxy.ts";

/** A simulator behind a Prism. */
export type WatchedSimulator = AsyncDisposable & {
  /** Prism's URL: what adapters take for the provider's. */
  readonly prism: string;
  /** The simulator's own, with the path of the contract's server. */
  readonly upstream: string;
};

/** @param basePath path of the contract's server, e.g. `/api` */
export async function watchSimulator(
  simulator: Simulator,
  contract: string,
  basePath: "" | "/api",
): Promise<WatchedSimulator> {
  const served = await serveSimulator(simulator);
  try {
    const upstream = `${served.url}${basePath}`;
    const prism = await startPrismProxy(contract, upstream);
    const dispose = async (): Promise<void> => {
      await prism[Symbol.asyncDispose]();
      await served.close();
    };
    return { prism: prism.url, upstream, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await served.close();
    throw error;
  }
}
