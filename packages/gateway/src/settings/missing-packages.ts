import { findPackageJSON } from "node:module";
import { pathToFileURL } from "node:url";

/** An import of a module, or an export of another's; a comment does not begin with the word. */
const IMPORT = /^\s*(?:import\s*|(?:import|export)\b[^"';]*?\bfrom\s*)["'](?<from>[^"']+)["']/gmu;
/** `@polycast/core/testing` → `@polycast/core`; paths, URLs and Node's own modules are none. */
const PACKAGE = /^(?:@[\w.-]+\/)?[\w-][\w.-]*(?=\/|$)/u;

/** The packages that a module imports by name, each once. */
export function packagesOf(source: string): string[] {
  const names = [...source.matchAll(IMPORT)].flatMap(({ groups }) => PACKAGE.exec(groups?.["from"] ?? "") ?? []);
  return [...new Set(names)];
}

/** Those of them that a module at this path does not find, neither beside it nor above. */
export function missingPackages(names: readonly string[], path: string): string[] {
  return names.filter((name) => !isInstalled(name, path));
}

function isInstalled(name: string, path: string): boolean {
  try {
    return findPackageJSON(name, pathToFileURL(path)) !== undefined;
  } catch {
    return false;
  }
}
