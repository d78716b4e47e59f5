import { stripVTControlCharacters } from "node:util";
import { type CommandDef, renderUsage } from "citty";
import { version } from "../version.ts";
import { checkCommand } from "./check-args.ts";
import { type CliCommand, type CliGroup, refuseUsage } from "./command.ts";
import { commands } from "./commands.ts";
import type { Io } from "./io.ts";

const description = "One live stream in, many platforms out, whoever carries it.";

/**
 * Runs a command line.
 *
 * @param rawArgs the words after `polycast`
 * @returns the exit code: 0, 1 for a failure, 2 for a command line that is not understood
 */
export async function runCli(rawArgs: readonly string[], io: Io): Promise<number> {
  const asJson = beforeDashes(rawArgs).includes("--json");
  const wantsHelp = rawArgs[0] === "help" || asksForHelp(rawArgs);
  const [name, ...words] = rawArgs[0] === "help" ? rawArgs.slice(1) : rawArgs;
  if (name === "--version" || name === "-v" || name === "version") return tell(io, version);
  const isMissing = name === undefined || isHelpFlag(name);
  if (isMissing) return help(await overview(), io, wantsHelp);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) return refuseUsage(checkCommand([name], Object.keys(commands)) ?? "", { command: "polycast", asJson }, io);
  const command = await load();
  const path = `polycast ${name}`;
  if (!("commands" in command)) return runOne(command, { words, path, wantsHelp }, io);
  const [within, ...rest] = words;
  if (within === undefined || isHelpFlag(within)) return help(await usageOfGroup(command), io, wantsHelp);
  const chosen = Object.hasOwn(command.commands, within) ? command.commands[within] : undefined;
  const fault = checkCommand([within], Object.keys(command.commands)) ?? "";
  if (!chosen) return refuseUsage(fault, { command: path, asJson }, io);
  return runOne(chosen, { words: rest, path: `${path} ${within}`, wantsHelp }, io);
}

type Typed = { words: string[]; path: string; wantsHelp: boolean };

async function runOne(command: CliCommand, { words, path, wantsHelp }: Typed, io: Io): Promise<number> {
  if (!wantsHelp) return command.run(words, io, path);
  return tell(io, await renderUsage({ meta: { ...command.meta, name: path }, args: command.args }));
}

/** Help that nobody has asked for stands for a command that is missing. */
function help(text: string, io: Io, isWanted: boolean): number {
  if (isWanted) return tell(io, text);
  io.err(plain(text, io));
  return 2;
}

function tell(io: Io, text: string): number {
  io.out(plain(text, io));
  return 0;
}

const OFF = "(Default: false)";

/** The parser's own help pads every line, tells that a switch is off, and knows neither pipes nor every `NO_COLOR`. */
function plain(text: string, io: Io): string {
  const coloured = io.style("dim", "x") !== "x";
  return [`\u001B[90m${OFF}\u001B[39m`, OFF]
    .reduce((rest, noise) => rest.replaceAll(noise, ""), coloured ? text : stripVTControlCharacters(text))
    .replaceAll(/ +$/gmu, "");
}

async function overview(): Promise<string> {
  const loaded = await Promise.all(Object.entries(commands).map(async ([name, load]) => [name, await load()] as const));
  return renderUsage({ meta: { name: "polycast", description, version }, subCommands: metaOf(loaded) });
}

async function usageOfGroup({ meta, commands: within }: CliGroup): Promise<string> {
  return renderUsage({ meta: { ...meta, name: `polycast ${meta.name}` }, subCommands: metaOf(Object.entries(within)) });
}

function metaOf(entries: readonly (readonly [string, CliCommand | CliGroup])[]): Record<string, CommandDef> {
  return Object.fromEntries(entries.map(([name, { meta }]) => [name, { meta }]));
}

function asksForHelp(words: readonly string[]): boolean {
  return beforeDashes(words).some(isHelpFlag);
}

/** What comes behind `--` is no flag. */
function beforeDashes(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  return end === -1 ? words : words.slice(0, end);
}

function isHelpFlag(word: string): boolean {
  return word === "--help" || word === "-h";
}
