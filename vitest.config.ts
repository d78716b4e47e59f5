import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const conditions = ["@polycast/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    execArgv: conditions.map((condition) => `--conditions=${condition}`),
    // Many tests wait for real peers and real seconds: two at a time also on two cores, where one is the default.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
