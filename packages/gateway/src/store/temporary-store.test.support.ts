import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openStore, type StoreOptions } from "./open-store.ts";
import type { Store } from "./store.ts";

/** A directory that goes away with the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "polycast-store-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A store in a directory of its own, closed with the test. */
export function temporaryStore(options: Partial<StoreOptions> = {}): Store {
  const store = openStore({ dataDir: temporaryDirectory(), ...options });
  onTestFinished(() => store.close());
  return store;
}
