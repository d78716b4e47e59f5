#!/usr/bin/env node
import { defineCommand, runMain } from "citty";

/** The command line: `polycast start`, `polycast demo`. */
const main = defineCommand({
  meta: { name: "polycast", description: "One live stream in, many platforms out, whoever carries it." },
  subCommands: {
    start: () => import("./start.ts").then(({ start }) => start),
    demo: () => import("./demo.ts").then(({ demo }) => demo),
  },
});

await runMain(main);
