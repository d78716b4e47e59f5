import type { ArgDef, ArgsDef } from "citty";
import { nearest } from "../text/nearest.ts";
import { secretFlagFault } from "./secret-flags.ts";

/** Longest part of a typed word that a message repeats. */
const MAX_SHOWN = 60;

/** What was typed, as far as it is looked at here. */
type Typed = { rawArgs: readonly string[]; args: Readonly<Record<string, unknown>> };

/**
 * What is wrong with a command line that the parser has let pass: unknown flags, words that belong to nothing, a flag
 * without its value. Absent when all is well. A value is never repeated, a name is.
 *
 * @param known the flags and the places of the command
 */
export function checkArgs({ rawArgs, args }: Typed, known: ArgsDef): string | undefined {
  const names = Object.keys(known);
  const flags = new Set(Object.entries(known).flatMap(spellingsOf));
  const unknown = Object.keys(args).find((key) => key !== "_" && !flags.has(key));
  if (unknown !== undefined) {
    return secretFlagFault(unknown, names) ?? unknownWord(dashed(unknown), flagNames(known), "flag");
  }
  for (const [name, { type }] of Object.entries(known)) {
    if (type === "positional") continue;
    const fault = type === "boolean" ? switchFault(name, rawArgs) : valueFault(name, args[name]);
    if (fault !== undefined) return fault;
  }
  const taken = Object.values(known).filter(({ type }) => type === "positional").length;
  const word = Array.isArray(args["_"]) ? args["_"][taken] : undefined;
  return word === undefined ? undefined : `Nothing is known to do with "${shorten(String(word))}".`;
}

/** What is wrong with the first word, which names the command; absent when it does, or asks for help. */
export function checkCommand([first]: readonly string[], commands: readonly string[]): string | undefined {
  if (first === undefined || commands.includes(first)) return undefined;
  if (first.startsWith("-")) return `${shorten(first.split("=")[0] ?? first)} stands where a command is expected.`;
  return unknownWord(first, commands, "command");
}

/** The names that the parser gives a flag by. */
function spellingsOf([name, flag]: readonly [string, ArgDef]): string[] {
  const alias = "alias" in flag ? flag.alias : undefined;
  return [name, camelCase(name), alias ?? []].flat();
}

function flagNames(known: ArgsDef): string[] {
  return Object.entries(known)
    .filter(([, { type }]) => type !== "positional")
    .map(([name]) => dashed(name));
}

function unknownWord(typed: string, known: readonly string[], kind: "flag" | "command"): string {
  const meant = nearest(typed, known);
  const shown = kind === "flag" ? shorten(typed) : `"${shorten(typed)}"`;
  return `There is no ${kind} ${shown}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`;
}

/** The parser would take any other word for `true`. */
function switchFault(name: string, rawArgs: readonly string[]): string | undefined {
  const spellings = new Set([dashed(name), dashed(camelCase(name))]);
  const wrong = rawArgs.some((word) => {
    const [flag = "", ...value] = word.split("=");
    return spellings.has(flag) && value.length > 0 && !["true", "false"].includes(value.join("="));
  });
  return wrong ? `${dashed(name)} takes true or false, or no value for true.` : undefined;
}

/** The parser takes a flag that follows for the value. */
function valueFault(name: string, value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && value !== "" && !value.startsWith("--"))) return undefined;
  return `${dashed(name)} needs a value.`;
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
