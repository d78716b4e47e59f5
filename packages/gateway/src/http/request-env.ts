import type { HttpBindings } from "@hono/node-server";
import type { ApiKeyRecord, IdSource } from "../store/index.ts";

/** Who asks, and for which tenant; absent: for all. */
export type Caller = { key: ApiKeyRecord; tenantId?: string };

/** What every request carries through the app. */
export type RequestEnv = {
  /** Absent when the app is called without a server, as tests do. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Absent on open routes. */
    caller?: Caller;
    /** Ids for what it makes, the same whenever it is repeated with its key. Absent: new ones. */
    ids?: IdSource;
    /** The body, once it was read. */
    body?: Uint8Array;
  };
};
