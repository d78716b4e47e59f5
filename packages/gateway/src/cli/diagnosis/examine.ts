import type { Setup } from "../../compose.ts";
import type { Flags } from "../../settings/index.ts";
import type { Io } from "../io.ts";
import { dataFindings } from "./data-findings.ts";
import { databaseFinding } from "./database-finding.ts";
import { ffmpegFinding } from "./ffmpeg-finding.ts";
import type { Finding } from "./finding.ts";
import { portFindings } from "./port-findings.ts";
import { probeInstances } from "./probe-instances.ts";
import { readFindings, runsHere } from "./read-findings.ts";

/** Would it work, here and at the providers? Nothing is changed. */
export async function examine(
  flags: Flags,
  { env, cwd, progress }: Pick<Io, "env" | "cwd" | "progress">,
): Promise<Finding[]> {
  const { setup, findings } = await readFindings({ flags, env, cwd });
  findings.push(await ffmpegFinding(env));
  if (!setup) return findings;
  const { settings, providers, relaySettings = {} } = setup;
  progress("Looking at the store …");
  const { databaseUrl } = settings;
  findings.push(...(databaseUrl ? [await databaseFinding(databaseUrl)] : dataFindings(settings)));
  progress("Looking at the ports …");
  const withRelay = Object.values(providers).some(runsHere) && settings.role !== "gateway";
  findings.push(...(await portFindings(settings, withRelay ? relaySettings : undefined)));
  progress("Asking the providers …");
  return [...findings, ...(await probeInstances(soundOnes(providers, findings)))];
}

/** Those without a fault so far: the others would only tell the same again. */
function soundOnes(providers: Setup["providers"], findings: readonly Finding[]): Setup["providers"] {
  const wrong = new Set(findings.filter(({ level }) => level === "wrong").map(({ what }) => what));
  return Object.fromEntries(Object.entries(providers).filter(([name]) => !wrong.has(`provider ${name}`)));
}
