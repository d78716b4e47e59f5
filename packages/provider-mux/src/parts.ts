import type { Capabilities, HttpClient, Repeats, Serial } from "@polycast/core/provider";
import type { MuxApi } from "./api.ts";
import type { MuxSettings } from "./settings.ts";

/** What the adapter's methods are made of. */
export type Parts = {
  http: HttpClient;
  api: MuxApi;
  settings: MuxSettings;
  capabilities: Capabilities;
  /** Writes to one stream go one after another. */
  serial: Serial;
  repeats: Repeats;
};
