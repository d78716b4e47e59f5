import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type TempDir = AsyncDisposable & { readonly path: string };

const folders = new Set<string>();
process.once("exit", () => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

/** A new folder in the system's temporary directory, removed with its content on disposal, at the latest at exit. */
export async function tempDir(): Promise<TempDir> {
  const path = await mkdtemp(join(tmpdir(), "polycast-test-"));
  folders.add(path);
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      folders.delete(path);
    },
  };
}
