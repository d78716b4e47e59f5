#!/usr/bin/env node
import { defineCommand, runMain, showUsage } from "citty";
import { checkCommand } from "./check-args.ts";
import { refuseUsage } from "./refuse-usage.ts";

const subCommands = {
  start: () => import("./start.ts").then(({ start }) => start),
  demo: () => import("./demo.ts").then(({ demo }) => demo),
  webhooks: () => import("./webhooks.ts").then(({ webhooks }) => webhooks),
};

/** Commands of a command. */
const nested: Readonly<Record<string, readonly string[]>> = { webhooks: ["connect", "list", "replay"] };

/** The command line: `polycast start`, `polycast demo`, `polycast webhooks …`. */
const main = defineCommand({
  meta: { name: "polycast", description: "One live stream in, many platforms out, whoever carries it." },
  subCommands,
});

const rawArgs = process.argv.slice(2);
const asksForHelp = rawArgs.includes("--help") || rawArgs.includes("-h");
const [command = "", ...rest] = rawArgs;
const within = nested[command];
const commandFault = checkCommand(rawArgs, Object.keys(subCommands));
const nestedFault = within && checkCommand(rest, within);
// What a usage line begins with: citty itself names only the nearest of several commands.
const before = within?.includes(rest[0] ?? "") ? `polycast ${command}` : "polycast";
if (asksForHelp || (commandFault ?? nestedFault) === undefined) {
  await runMain(main, {
    rawArgs,
    showUsage: (shown, parent) => showUsage(shown, parent && { ...parent, meta: { name: before } }),
  });
} else refuseUsage(commandFault ?? nestedFault ?? "", commandFault === undefined ? `polycast ${command}` : "polycast");
