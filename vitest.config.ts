import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const conditions = ["@polycast/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    execArgv: conditions.map((condition) => `--conditions=${condition}`),
    // Many tests wait for real peers and real seconds: three at a time also on two cores, where one is the default.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
