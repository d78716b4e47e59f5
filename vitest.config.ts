import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const conditions = ["@polycast/source"];
const execArgv = conditions.map((condition) => `--conditions=${condition}`);

// Hundreds of processes and worker threads are started from the sources: each strips and compiles them in less than half
// of the time when what came of it is kept.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("node_modules/.cache/compile", import.meta.url));

const shared = {
  execArgv,
  globalSetup: "packages/gateway/src/store/contract/drop-databases.test.support.ts",
  testTimeout: 30_000,
  hookTimeout: 30_000,
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Many tests wait for real peers and real seconds: more at a time than there are processors.
    maxWorkers: Math.max(5, availableParallelism() + 1),
    projects: [
      {
        extends: true,
        // By their names projects are begun in this order: what waits for long goes first.
        test: { ...shared, name: "1 whole", include: ["test/**/*.test.ts"] },
      },
      {
        extends: true,
        // One module graph per worker instead of one per file: two thirds of the time of a small file was loading. So a
        // file here leaves nothing behind that another one could see; what it stubs is taken back in any case.
        test: {
          ...shared,
          name: "2 packages",
          include: ["packages/*/src/**/*.test.ts"],
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          unstubGlobals: true,
        },
      },
    ],
  },
});
