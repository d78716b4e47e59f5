import type { ProviderAdapter } from "@polycast/core";
import { type FakeProvider, fakeProvider } from "@polycast/core/testing";
import { openTestControl, type TestControl } from "../control/test-control.test.support.ts";
import { systemClock } from "../control/clock.ts";
import { createInbox } from "../inbox/create-inbox.ts";
import { createLog } from "../log/create-log.ts";
import { createOutbox } from "../outbox/create-outbox.ts";
import { hashApiKey, newApiKey } from "../secrets/api-key.ts";
import { putApiKey } from "../store/api-keys.ts";
import { newId, openVault, type Scope, type Store } from "../store/index.ts";
import { type AppOptions, createApp } from "./create-app.ts";
import { expectDocumented } from "./documented.test.support.ts";
import type { App } from "./app.ts";

type Answer = {
  status: number;
  headers: Headers;
  /** The parsed body; `undefined` where there is none. */
  body: unknown;
};

/** The HTTP API over a control plane in a directory of its own, called without a server. */
export type TestApp = {
  app: App;
  opened: TestControl;
  fake: FakeProvider;
  /** Log lines of the HTTP side. */
  lines: string[];
  keys: Record<Scope, string>;
  /** Calls as `admin`, unless it says otherwise, and checks the answer against the document. */
  call: (method: string, path: string, options?: CallOptions) => Promise<Answer>;
  [Symbol.asyncDispose](): Promise<void>;
};

type CallOptions = { body?: unknown; key?: string | undefined; headers?: Record<string, string> };

/** Opens one; the first provider is the default one. */
export async function openTestApp(
  providers?: Record<string, ProviderAdapter>,
  options: Partial<Omit<AppOptions, "control" | "store" | "vault" | "log">> = {},
): Promise<TestApp> {
  const fake = fakeProvider();
  const opened = await openTestControl(providers ?? { fake: fake.provider });
  const lines: string[] = [];
  const output = { write: (line: string) => void lines.push(line), close: () => Promise.resolve() };
  const { log } = createLog({ format: "json", output });
  const keys = await addKeys(opened.store);
  const { control, store, dataDir } = opened;
  const vault = await openVault(store, { dataDir });
  const { sealer } = vault;
  const shared = { store, sealer, clock: systemClock, log: () => {} };
  const inbox = createInbox({ ...control.intake, ...shared });
  await inbox.start();
  // For its routes: it is not started.
  const outbox = createOutbox({ ...shared, allowPrivate: false });
  const app = createApp({ control, store, vault, log, inbox, outbox, ...options });

  return {
    app,
    opened,
    fake,
    lines,
    keys,
    async call(method, path, { body, key = keys.admin, headers = {} } = {}) {
      const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
      const type: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
      const all = { authorization: `Bearer ${key}`, ...type, ...headers };
      const response = await app.request(path, { method, headers: all, ...sent });
      await expectDocumented(app, method, path, response.clone());
      const text = await response.text();
      const { status, headers: answered } = response;
      return { status, headers: answered, body: text === "" ? undefined : JSON.parse(text) };
    },
    async [Symbol.asyncDispose]() {
      await inbox.close();
      await outbox.close();
      await opened[Symbol.asyncDispose]();
    },
  };
}

/** One key per scope. */
async function addKeys(store: Store): Promise<Record<Scope, string>> {
  const keys = { read: newApiKey(), ingest: newApiKey(), write: newApiKey(), admin: newApiKey() };
  await store.write(function* () {
    for (const scope of ["read", "ingest", "write", "admin"] as const) {
      const key = keys[scope];
      const record = {
        id: newId("apiKey"),
        hash: hashApiKey(key),
        name: scope,
        scopes: [scope],
        last4: key.slice(-4),
        createdAt: 0,
      };
      yield* putApiKey(record);
    }
  });
  return keys;
}
