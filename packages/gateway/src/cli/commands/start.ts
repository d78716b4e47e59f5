import { banner, localUrl } from "../banner.ts";
import { cliCommand } from "../command.ts";
import { relayAddresses, relayBanner } from "../relay-banner.ts";
import { settingFlags } from "../setting-flags.ts";
import { shutDown } from "../shut-down.ts";

/** `polycast start`: the gateway with its relay, or one of both. It runs until it is stopped. */
export const start = cliCommand({
  name: "start",
  description: "Runs the gateway: HTTP API, and the relay for RTMP.",
  args: {
    json: { type: "boolean", default: false, description: "Tells where it is as one line of JSON." },
    ...settingFlags,
  },
  async run({ json, ...flags }, io) {
    // Loaded late, so that the help does not wait for a gateway's code.
    const { composeProcess } = await import("../../compose.ts");
    const running = await composeProcess({ flags, env: io.env, cwd: io.cwd });
    const { host } = running.settings;
    if ("relay" in running) {
      const { relay } = running;
      io.onStop(() => void shutDown(relay, io));
      io.out(json ? JSON.stringify(relayAddresses(relay, host)) : relayBanner(relay, host));
      return 0;
    }
    const { gateway } = running;
    io.onStop(() => void shutDown(gateway, io));
    const { createdApiKey: apiKey } = gateway;
    io.out(json ? JSON.stringify({ url: localUrl(gateway, host), apiKey }) : banner(gateway, host));
    return 0;
  },
});
