/** The command line cannot be understood. */
export class UsageError extends Error {}

/** What is wrong with flags that nobody asked for; their values are not repeated. */
export function unknownFlag(given: Readonly<Record<string, unknown>>, known: readonly string[]): string | undefined {
  const spellings = new Set(known.flatMap((name) => [name, camelCase(name)]));
  const unknown = Object.keys(given).find((name) => name !== "_" && !spellings.has(name));
  if (unknown !== undefined) return `There is no flag --${unknown}.`;
  const words = Array.isArray(given["_"]) ? given["_"].length : 0;
  return words > 1 ? "Only one provider is simulated at a time." : undefined;
}

/** The text of a flag; the parser takes nothing, or the flag that follows, for its value. @throws UsageError */
export function readText(name: string, given: string | undefined): string | undefined {
  if (given === "" || given?.startsWith("--")) throw new UsageError(`--${name} needs a value.`);
  return given;
}

/** @throws UsageError */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError("--port takes a number from 0 to 65535.");
  return port;
}

/** @throws UsageError */
export function readUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!URL.canParse(text) || !/^https?:/iu.test(text))
    throw new UsageError("--webhook-url takes an http or https URL.");
  return text;
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
}
