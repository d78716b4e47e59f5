import { basename, dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DATABASE } from "./store-files.ts";

const listeners = new Set<(dataDir: string) => void>();

const exec = Reflect.get<DatabaseSync, "exec">(DatabaseSync.prototype, "exec");
// Every transaction of this process ends through here.
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  exec.call(this, sql);
  const file = sql === "COMMIT" ? this.location() : null;
  if (file === null || basename(file) !== DATABASE) return;
  for (const listener of listeners) listener(dirname(file));
};

/** Tells of every commit of the embedded store in this directory, at once after it, until it is disposed. */
export function onCommit(dataDir: string, listener: () => void): Disposable {
  const told = (where: string): void => {
    if (where === dataDir) listener();
  };
  listeners.add(told);
  return { [Symbol.dispose]: () => void listeners.delete(told) };
}
