import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isMultistreamError, MultistreamError } from "@polycast/core";
import { scrubText } from "@polycast/core/provider";
import { settingsError } from "./fault.ts";
import { missingPackages, packagesOf } from "./missing-packages.ts";

/** The names of a config file, looked for in the working directory. */
export const configNames = ["ts", "mts", "js", "mjs", "json"].map((extension) => `polycast.config.${extension}`);

/** A config file as it was found, not yet checked. */
export type ConfigFile = { path: string; directory: string; content: unknown };

/**
 * Loads the config file that is named, else the one in the working directory. Modules are imported by Node itself,
 * which strips types; JSON is parsed.
 *
 * @throws MultistreamError `invalid_argument` that names the file, when it is missing, ambiguous or fails.
 */
export async function loadConfigFile(cwd: string, named: string | undefined): Promise<ConfigFile | undefined> {
  const path = named === undefined ? findConfigFile(cwd) : resolve(cwd, named);
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw settingsError([{ path: "--config", message: `names ${path}, which is not there` }]);
  const content = extname(path) === ".json" ? parseJson(path) : await importDefault(path);
  return { path, directory: dirname(path), content };
}

function findConfigFile(cwd: string): string | undefined {
  const [found, second] = configNames.filter((name) => existsSync(join(cwd, name)));
  if (found !== undefined && second !== undefined) {
    throw settingsError([{ path: found, message: `stands beside ${second}: keep one, or choose with --config` }]);
  }
  return found === undefined ? undefined : join(cwd, found);
}

async function importDefault(path: string): Promise<unknown> {
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw configError(path, error);
  }
  if (module.default === undefined) {
    throw settingsError([
      { path: basename(path), message: "must have a default export: `export default defineConfig({ … })`" },
    ]);
  }
  return module.default;
}

/** The parser's message would quote the file, and with it whatever secret stands at the fault. */
function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const place = error instanceof Error ? /line \d+ column \d+/u.exec(error.message)?.[0] : undefined;
    const where = place === undefined ? "" : ` at ${place}`;
    throw settingsError([{ path: basename(path), message: `is not valid JSON${where}` }]);
  }
}

function configError(path: string, error: unknown): MultistreamError {
  if (isMultistreamError(error)) {
    const { issues, hint } = error;
    return new MultistreamError("invalid_argument", `${path}: ${error.message}`, { issues, hint, cause: error });
  }
  const missing = isNotFound(error) ? missingPackages(packagesOf(readFileSync(path, "utf8")), path) : [];
  if (missing.length > 0) return notInstalled(path, missing, error);
  const message = scrubText(error instanceof Error ? error.message : String(error));
  return new MultistreamError("invalid_argument", `${path}: ${message}`, {
    issues: [{ path: basename(path), message }],
    hint: "Mend the config file and start again. It runs as it is: only types are stripped, so `enum` and the like fail.",
    cause: error,
  });
}

/** Node tells of the first one, and where it has looked for it. */
function notInstalled(path: string, missing: readonly string[], cause: unknown): MultistreamError {
  const message = `imports what is not installed here: ${missing.join(", ")}`;
  return new MultistreamError("invalid_argument", `${path} ${message}.`, {
    issues: [{ path: basename(path), message }],
    hint: `Install it: npm install ${missing.join(" ")}`,
    cause,
  });
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}
