/** Prints what the SDK for each provider that is reached over HTTP weighs in a Workers bundle: `pnpm size`, `--parts` for the files. @module */
import { bundleFor, type Weight } from "./bundle.ts";

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const told = ({ gzip }: Weight, withZod: Weight): string => `${kB(gzip)} (${kB(withZod.gzip)} with zod)`;

for (const provider of ["mux", "livepeer", "castr", "gateway"]) {
  const without = await bundleFor(provider, { withZod: false });
  const withZod = await bundleFor(provider, { withZod: true });
  console.log(`@polycast/core + @polycast/${provider}, gzip:`);
  console.log(`  initial              ${told(without.initial, withZod.initial)}`);
  console.log(`  loaded on first use  ${told(without.onFirstUse, withZod.onFirstUse)}`);
  console.log(`  all in one file      ${told(without.whole, withZod.whole)}; ${kB(without.whole.minified)} minified`);
  if (process.argv.includes("--parts")) {
    for (const { path, bytes, initial } of without.parts.filter(({ bytes }) => bytes > 0).slice(0, 150)) {
      console.log(`  ${kB(bytes).padStart(9)}  ${initial ? "initial " : "on use  "}  ${path}`);
    }
  }
}
