import type { GatewayProcess } from "./gateway-process.ts";

/** Where a gateway listens, read like a person does: from what it printed when it was up. */
export function gatewayUrl(gateway: GatewayProcess): string {
  const url = /Polycast is up: (http:\/\/127\.0\.0\.1:\d+)/u.exec(gateway.logs())?.[1];
  if (url === undefined) throw new Error(`The gateway did not say where it is:\n${gateway.logs()}`);
  return url;
}
