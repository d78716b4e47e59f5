import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

export type Bundle = {
  code: string;
  /** Bytes after minification, and after gzip. */
  minified: number;
  gzip: number;
  /** Files that went in, with the bytes that each has in the bundle. */
  parts: { path: string; bytes: number }[];
};

/**
 * The SDK for one provider as a Workers build makes it: minified ESM for a platform without Node.
 *
 * @param options.withZod leaves zod in; without it the figure is what an app pays that uses zod anyway
 * @throws when something imports `node:*`, since nothing resolves it
 */
export async function bundleFor(provider: string, options: { withZod: boolean }): Promise<Bundle> {
  const result = await build({
    stdin: {
      contents: [
        `import { createMultistream } from "@polycast/core";`,
        `import { ${provider} } from "@polycast/${provider}";`,
        `export const open = (settings) => createMultistream({ provider: ${provider}(settings) });`,
      ].join("\n"),
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    target: "es2024",
    mainFields: ["module", "main"],
    conditions: ["@polycast/source", "workerd", "worker", "import"],
    external: options.withZod ? [] : ["zod"],
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const [file] = result.outputFiles;
  if (!file) throw new Error("The bundle is empty");
  return {
    code: file.text,
    minified: file.contents.byteLength,
    gzip: gzipSync(file.contents, { level: 9 }).byteLength,
    parts: partsOf(result.metafile),
  };
}

function partsOf({ outputs }: Metafile): Bundle["parts"] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const parts = inputs.map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput }));
  return parts.toSorted((a, b) => b.bytes - a.bytes);
}
