import type { Gateway } from "../create-gateway.ts";
import { reportFailure } from "./report-failure.ts";

/** Closes the gateway cleanly and ends the process: 0, or 1 when something could not be closed. */
export async function shutDown(gateway: Gateway): Promise<void> {
  try {
    await gateway.close();
    process.exit(0);
  } catch (error) {
    reportFailure(error);
    process.exit(1);
  }
}
