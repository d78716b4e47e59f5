#!/usr/bin/env node
import { defineCommand, runMain } from "citty";
import { checkCommand } from "./check-args.ts";
import { refuseUsage } from "./refuse-usage.ts";

const subCommands = {
  start: () => import("./start.ts").then(({ start }) => start),
  demo: () => import("./demo.ts").then(({ demo }) => demo),
};

/** The command line: `polycast start`, `polycast demo`. */
const main = defineCommand({
  meta: { name: "polycast", description: "One live stream in, many platforms out, whoever carries it." },
  subCommands,
});

const rawArgs = process.argv.slice(2);
const asksForHelp = rawArgs.includes("--help") || rawArgs.includes("-h");
const fault = asksForHelp ? undefined : checkCommand(rawArgs, Object.keys(subCommands));
if (fault === undefined) await runMain(main, { rawArgs });
else refuseUsage(fault, "polycast");
