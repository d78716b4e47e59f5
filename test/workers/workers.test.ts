import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { tempDir } from "../harness/temp-dir.ts";
import { bundleFor } from "./bundle.ts";

const run = promisify(execFile);
const core = join(import.meta.dirname, "../../packages/core/src");

type Provider = {
  /** Credentials for the factory. */
  settings: object;
  /** What the provider answers to a list of streams when there is none. */
  emptyList: unknown;
  /** What an app may load at its start, gzipped, where it has zod anyway. The aim is 25 KiB: see docs/performance.md. */
  maxKiB: number;
};

const providers: Record<string, Provider> = {
  mux: { settings: { tokenId: "id", tokenSecret: "secret" }, emptyList: { data: [] }, maxKiB: 27.5 },
  livepeer: { settings: { apiKey: "key" }, emptyList: [], maxKiB: 32 },
  castr: {
    settings: { tokenId: "id", tokenSecret: "secret" },
    emptyList: { total: 0, page: 1, pages: 0, docs: [] },
    maxKiB: 25,
  },
  gateway: { settings: { url: "https://live.example.com", apiKey: "pcsk_key" }, emptyList: { data: [] }, maxKiB: 24 },
};

/** Lists streams with what only Node has taken away, but for `Buffer`, without which Node's own fetch does not run. */
const program = `
  const [, bundle, settings, answer] = process.argv;
  const print = process.stdout.write.bind(process.stdout);
  for (const name of ["process", "global", "setImmediate", "clearImmediate"]) delete globalThis[name];
  const { open } = await import(bundle);
  const live = open({ ...JSON.parse(settings), fetch: async () => new Response(answer) });
  print(JSON.stringify(await live.streams.list()));
`;

describe.each(Object.entries(providers))(
  "the SDK for %s in a Workers bundle",
  (provider, { settings, emptyList, maxKiB }) => {
    test("needs nothing of Node", async () => {
      const { whole } = await bundleFor(provider, { withZod: true });
      expect(whole.code.match(/["'`]node:|\bBuffer\b/u)).toBeNull();
      const directory = await tempDir();
      onTestFinished(() => directory[Symbol.asyncDispose]());
      const file = join(directory.path, "bundle.mjs");
      await writeFile(file, whole.code);
      const args = [pathToFileURL(file).href, JSON.stringify(settings), JSON.stringify(emptyList)];
      const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", program, ...args]);
      expect(stderr).toBe("");
      expect(JSON.parse(stdout)).toEqual({ data: [] });
    });

    test(`loads no more than ${maxKiB} KiB at the start`, async () => {
      const { initial } = await bundleFor(provider, { withZod: false });
      expect(initial.gzip).toBeLessThanOrEqual(maxKiB * 1024);
    });

    test("loads nothing at the start that is to be loaded later", async () => {
      const { parts } = await bundleFor(provider, { withZod: false });
      const later = await readFile(join(core, "loaded-later.ts"), "utf8");
      const names = [...later.matchAll(/ from "\.\/(.*)";/gu)].map(([, name = ""]) => `/core/src/${name}`);
      expect(names).not.toEqual([]);
      // One export of it that is beside what adapters import is enough to bring it.
      const early = parts.filter(({ path, bytes, initial }) => initial && bytes > 0 && path.includes("/core/src/"));
      expect(early.map(({ path }) => path).filter((path) => names.some((name) => path.endsWith(name)))).toEqual([]);
    });
  },
);
