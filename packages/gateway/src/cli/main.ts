#!/usr/bin/env node
import { systemIo } from "./io.ts";
import { runCli } from "./run-cli.ts";

const words = process.argv.slice(2);

// Whoever reads our answer may have read enough: `polycast events | head`. A gateway goes on without a reader.
process.stdout.on("error", () => {
  if (words[0] !== "start") process.exit(0);
});

process.exitCode = await runCli(words, systemIo());
