import { isMultistreamError } from "@polycast/core";
import { composeGateway } from "../compose.ts";
import type { Gateway } from "../create-gateway.ts";

export type DemoGatewayOptions = {
  dataDir: string;
  apiKey: string;
  /** Take any free ports instead of the usual ones. */
  anyPort: boolean;
};

/** A gateway of its own for the demo: with the usual ports where they are free, and with targets on this machine allowed. */
export async function startDemoGateway({ dataDir, apiKey, anyPort }: DemoGatewayOptions): Promise<Gateway> {
  const compose = async (ports: Record<string, string>): Promise<Gateway> => {
    const env = {
      POLYCAST_DATA_DIR: dataDir,
      POLYCAST_API_KEY: apiKey,
      POLYCAST_ALLOW_PRIVATE_TARGETS: "true",
      POLYCAST_LOG_LEVEL: "error",
      ...ports,
    };
    // Its own directory, so that a config file of the user's does not change the demo.
    const { gateway } = await composeGateway({ env, cwd: dataDir });
    return gateway;
  };
  const free = { POLYCAST_HTTP_PORT: "0", POLYCAST_RTMP_PORT: "0" };
  if (anyPort) return compose(free);
  try {
    return await compose({});
  } catch (error) {
    if (!isMultistreamError(error, "conflict")) throw error;
    return compose(free);
  }
}
