import type { Destination } from "../model/destination.ts";
import { resolveDestination } from "./resolve-destination.ts";

/** Do both publish at the same place with the same credential, however they are written? Not, where one cannot be read. */
export function sameDestination(one: Destination, other: Destination): boolean {
  const [first, second] = [identityOf(one), identityOf(other)];
  return first !== undefined && first === second;
}

function identityOf(destination: Destination): string | undefined {
  try {
    const { protocol, host, port, ...rest } = resolveDestination(destination);
    const place = "app" in rest ? [rest.app, rest.streamKey] : [rest.streamId, rest.passphrase];
    return JSON.stringify([protocol, host, port, ...place]);
  } catch {
    return undefined;
  }
}
