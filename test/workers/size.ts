/** Prints what the SDK for each cloud provider weighs in a Workers bundle: `pnpm size`, `-- --parts` for the files. @module */
import { bundleFor } from "./bundle.ts";

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

for (const provider of ["mux", "livepeer", "castr"]) {
  const without = await bundleFor(provider, { withZod: false });
  const whole = await bundleFor(provider, { withZod: true });
  console.log(
    `@polycast/core + @polycast/${provider}: ${kB(without.gzip)} gzip without zod (${kB(without.minified)} minified), ${kB(whole.gzip)} with it`,
  );
  if (process.argv.includes("--parts")) {
    for (const { path, bytes } of without.parts.slice(0, 25)) console.log(`  ${kB(bytes).padStart(9)}  ${path}`);
  }
}
