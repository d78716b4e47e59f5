import type { Launch, LaunchOptions } from "./launch.ts";
import { launchCastr } from "./launch-castr.ts";
import { launchLivepeer } from "./launch-livepeer.ts";
import { launchMux } from "./launch-mux.ts";

/** The providers that can be simulated, with the port that each takes unless told otherwise. */
export const launchers: Readonly<
  Record<string, { port: number; launch: (options: LaunchOptions) => Launch | Promise<Launch> }>
> = {
  mux: { port: 4010, launch: launchMux },
  livepeer: { port: 4020, launch: launchLivepeer },
  castr: { port: 4030, launch: launchCastr },
};
