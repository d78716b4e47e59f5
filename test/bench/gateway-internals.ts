/*
 * Parts of the gateway that its package does not export, for a bench that takes it apart. By address, because a
 * compiled file of this package would look for them in the wrong place.
 */
import type * as ControlModule from "../../packages/gateway/src/control/control-plane.ts";
import type * as AppModule from "../../packages/gateway/src/http/create-app.ts";
import type * as ListenModule from "../../packages/gateway/src/http/listen.ts";
import type * as InboxModule from "../../packages/gateway/src/inbox/create-inbox.ts";
import type * as StoreModule from "../../packages/gateway/src/store/index.ts";

const load = (path: string): Promise<unknown> =>
  import(new URL(`../../packages/gateway/src/${path}`, import.meta.url).href);

export const { createControlPlane } = (await load("control/control-plane.ts")) as typeof ControlModule;
export const { createApp } = (await load("http/create-app.ts")) as typeof AppModule;
export const { listen } = (await load("http/listen.ts")) as typeof ListenModule;
export const { createInbox } = (await load("inbox/create-inbox.ts")) as typeof InboxModule;
export const { openStore, openVault } = (await load("store/index.ts")) as typeof StoreModule;
