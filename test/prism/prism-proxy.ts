import { fileURLToPath } from "node:url";
import { type Child, startChild } from "../harness/child.ts";
import { freePort } from "../harness/free-port.ts";

/** A Prism that stands between a client and a server, and answers for either where it breaks the contract. */
export type PrismProxy = AsyncDisposable & {
  /** Where clients call; paths are those of the contract, without the path of the contract's server. */
  readonly url: string;
};

const STARTS_WITHIN_MS = 60_000;

/**
 * Starts `prism proxy --errors`.
 *
 * @param contract path of an OpenAPI document
 * @param upstream base URL of the server, with the path of the contract's server where that has one: Prism takes it for
 *   the place of the contract's first path segment
 * @throws Error with Prism's output when it does not start
 */
export async function startPrismProxy(contract: string, upstream: string): Promise<PrismProxy> {
  const port = await freePort();
  const entry = fileURLToPath(import.meta.resolve("@stoplight/prism-cli"));
  const options = ["--errors", "--multiprocess", "false", "-h", "127.0.0.1", "-p", String(port)];
  const child: Child = await startChild(process.execPath, [entry, "proxy", ...options, contract, upstream]);
  try {
    await child.waitForOutput(/Prism is listening/u, STARTS_WITHIN_MS);
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => child.stop() };
}
