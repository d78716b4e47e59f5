import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

/** What some JavaScript weighs. */
export type Weight = {
  /** Bytes after minification, and after gzip: of each file for itself, added up. */
  minified: number;
  gzip: number;
};

export type Bundle = {
  /** What an app loads at the start: the entry, and what it imports statically. */
  initial: Weight;
  /** What is loaded when it is used for the first time. */
  onFirstUse: Weight;
  /** The same from a bundler that does not split: all in one file. */
  whole: Weight & { code: string };
  /** Files that went in, with the bytes that each has in the one file, and whether they are loaded at the start. */
  parts: { path: string; bytes: number; initial: boolean }[];
};

type Options = {
  /** What the app does with the provider. Default: it opens a client. */
  exports?: string;
  /** Leaves zod in; without it the figures are what an app pays that uses zod anyway. */
  withZod: boolean;
};

/**
 * The SDK for one provider as a Workers build makes it: minified ESM for a platform without Node.
 *
 * @throws when something imports `node:*`, since nothing resolves it
 */
export async function bundleFor(provider: string, options: Options): Promise<Bundle> {
  const [split, one] = await Promise.all([
    buildFor(provider, options, { splitting: true }),
    buildFor(provider, options, { splitting: false }),
  ]);
  const initialFiles = loadedAtStart(split.metafile);
  const isInitial = ({ path }: { path: string }): boolean => initialFiles.has(path);
  const initialInputs = new Set(
    [...initialFiles].flatMap((path) => Object.keys(split.metafile.outputs[path]?.inputs ?? {})),
  );
  const [file] = one.files;
  if (!file) throw new Error("The bundle is empty");
  return {
    initial: weigh(split.files.filter(isInitial)),
    onFirstUse: weigh(split.files.filter((chunk) => !isInitial(chunk))),
    whole: { code: file.text, ...weigh([file]) },
    parts: partsOf(one.metafile, initialInputs),
  };
}

function opensClient(provider: string): string {
  return `export const open = (settings) => createMultistream({ provider: ${provider}(settings) });`;
}

type File = { path: string; text: string; contents: Uint8Array };

async function buildFor(
  provider: string,
  { withZod, exports = opensClient(provider) }: Options,
  { splitting }: { splitting: boolean },
): Promise<{ files: File[]; metafile: Metafile }> {
  const result = await build({
    stdin: {
      contents: [
        `import { createMultistream, createWebhookReceiver, memoryStateStore } from "@polycast/core";`,
        `import { ${provider} } from "@polycast/${provider}";`,
        exports,
      ].join("\n"),
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    splitting,
    outdir: "bundle",
    minify: true,
    format: "esm",
    platform: "neutral",
    target: "es2024",
    mainFields: ["module", "main"],
    conditions: ["@polycast/source", "workerd", "worker", "import"],
    external: withZod ? [] : ["zod"],
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const paths = Object.keys(result.metafile.outputs);
  const files = result.outputFiles.map(({ path, text, contents }) => {
    const name = paths.find((output) => path.endsWith(output));
    if (name === undefined) throw new Error(`${path} is not in the bundle's table of contents`);
    return { path: name, text, contents };
  });
  return { files, metafile: result.metafile };
}

/** The outputs that come with the entry. */
function loadedAtStart({ outputs }: Metafile): Set<string> {
  const entries = Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === "<stdin>");
  const found = new Set<string>();
  // A Set that grows while it is walked is walked to its end.
  const open = new Set(entries);
  for (const path of open) {
    found.add(path);
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && !external) open.add(imported);
    }
  }
  return found;
}

function weigh(files: readonly File[]): Weight {
  const weight: Weight = { minified: 0, gzip: 0 };
  for (const { contents } of files) {
    weight.minified += contents.byteLength;
    weight.gzip += gzipSync(contents, { level: 9 }).byteLength;
  }
  return weight;
}

function partsOf({ outputs }: Metafile, initialInputs: ReadonlySet<string>): Bundle["parts"] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const parts = inputs.map(([path, { bytesInOutput }]) => ({
    path,
    bytes: bytesInOutput,
    initial: initialInputs.has(path),
  }));
  return parts.toSorted((a, b) => b.bytes - a.bytes);
}
