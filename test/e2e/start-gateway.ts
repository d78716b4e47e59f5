import { onTestFailed } from "vitest";
import { type GatewayOptions, type GatewayProcess, gatewayProcess } from "../harness/gateway-process.ts";

/** Starts a gateway that ends with the test; when the test fails, what the gateway printed is shown. */
export async function startGateway(stack: AsyncDisposableStack, options?: GatewayOptions): Promise<GatewayProcess> {
  const gateway = stack.use(await gatewayProcess(options));
  onTestFailed(() => console.error(gateway.logs()));
  return gateway;
}
