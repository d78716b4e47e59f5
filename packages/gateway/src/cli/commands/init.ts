import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MultistreamError } from "@polycast/core";
import { configNames } from "../../settings/config-file.ts";
import { configSchema } from "../../settings/config-schema.ts";
import { missingPackages, packagesOf } from "../../settings/missing-packages.ts";
import { cliCommand } from "../command.ts";
import { jsonConfig, jsonProviderExample, typescriptConfig } from "../config-template.ts";
import type { Io } from "../io.ts";

/** `polycast init`: a config file to begin with. */
export const init = cliCommand({
  name: "init",
  description: "Writes a config file to begin with: polycast.config.ts. The gateway runs without one too.",
  args: {
    force: { type: "boolean", default: false, description: "Overwrite the one that is there." },
    "json-config": { type: "boolean", default: false, description: "Write polycast.config.json instead." },
    schema: { type: "boolean", default: false, description: "Only print the JSON schema of the config file." },
    json: { type: "boolean", default: false, description: "Answers as JSON." },
  },
  async run({ force, "json-config": asJson, json, schema }, io) {
    if (schema) return printSchema(io);
    const name = asJson ? "polycast.config.json" : "polycast.config.ts";
    const path = join(io.cwd, name);
    refuseOthers(io.cwd, name, force);
    const content = asJson ? jsonConfig : typescriptConfig;
    writeWhole(path, content, force);
    const missing = missingPackages(packagesOf(content), path);
    if (json) io.out(JSON.stringify({ path, missing }));
    else io.out([`✓ ${name} is written.`, ...nextSteps(asJson, missing)].join("\n"));
    return 0;
  },
});

/** Loaded late: it knows the providers. */
async function printSchema(io: Io): Promise<number> {
  const { providerTypes } = await import("../../compose.ts");
  io.out(JSON.stringify(configSchema(providerTypes), undefined, 2));
  return 0;
}

/** Two config files would be ambiguous, so that force helps only against one's own name. */
function refuseOthers(cwd: string, name: string, force: boolean): void {
  const other = configNames.find((known) => (known !== name || !force) && existsSync(join(cwd, known)));
  if (other === undefined) return;
  const hint = other === name ? "Overwrite it with --force." : `Remove ${other} first: two would be ambiguous.`;
  throw new MultistreamError("conflict", `${other} is here already.`, { hint });
}

function writeWhole(path: string, content: string, force: boolean): void {
  try {
    writeFileSync(path, content, { flag: force ? "w" : "wx" });
  } catch (cause) {
    throw new MultistreamError("invalid_argument", `${path} cannot be written.`, {
      hint: "Run it in a directory that you may write to.",
      cause,
    });
  }
}

function nextSteps(asJson: boolean, missing: readonly string[]): string[] {
  return [
    ...(asJson
      ? [
          "",
          "Another provider, under `providers`:",
          `  ${jsonProviderExample}`,
          'So that editors complete it: polycast init --schema > polycast.schema.json, and "$schema": "./polycast.schema.json".',
        ]
      : []),
    "",
    ...(missing.length > 0
      ? [`It imports what is not installed here. Next: npm install ${missing.join(" ")}`, "Then: polycast check"]
      : ["Next: polycast check, then polycast start."]),
  ];
}
