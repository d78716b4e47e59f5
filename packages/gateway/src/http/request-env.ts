import type { HttpBindings } from "@hono/node-server";
import type { ApiKeyRecord } from "../store/index.ts";

/** What every request carries through the app. */
export type RequestEnv = {
  /** Absent when the app is called without a server, as tests do. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Who asks; absent on open routes. */
    apiKey?: ApiKeyRecord;
  };
};
