import type { HttpClient } from "@polycast/core/provider";
import type { GatewayApi } from "./api.ts";
import type { GatewaySettings } from "./settings.ts";

/** What the adapter's methods are made of. */
export type Parts = { http: HttpClient; api: GatewayApi; settings: GatewaySettings };
