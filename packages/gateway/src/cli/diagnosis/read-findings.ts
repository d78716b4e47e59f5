import { relative } from "node:path";
import { checkAdapter } from "@polycast/core/host";
import type { ProviderAdapter } from "@polycast/core";
import { readSetup, type Setup, type SetupOptions } from "../../compose.ts";
import { isWeakApiKey } from "../../secrets/api-key.ts";
import { SettingsError } from "../../settings/fault.ts";
import { variableOf } from "../../settings/fields.ts";
import { failureFinding, type Finding } from "./finding.ts";

/** What is known of a setup; without one nothing more can be looked at. */
export type Read = { setup?: Setup; findings: Finding[] };

/** Reads settings and instances as a start would, and tells what is wrong with them. Nothing is opened, nobody is called. */
export async function readFindings(options: SetupOptions): Promise<Read> {
  let setup: Setup;
  try {
    setup = await readSetup(options);
  } catch (error) {
    return { findings: faultsOf(error) };
  }
  return { setup, findings: [...aboutSettings(setup, options), ...(await aboutInstances(setup))] };
}

function faultsOf(error: unknown): Finding[] {
  if (!(error instanceof SettingsError)) return [failureFinding("settings", error)];
  return (error.issues ?? []).map(({ path, message }) => ({ level: "wrong", what: path, message }));
}

function aboutSettings({ settings, configFile, incomplete }: Setup, { cwd }: SetupOptions): Finding[] {
  const { role, provider, httpPort, host, apiKey, databaseUrl } = settings;
  const from = configFile === undefined ? "no config file here: defaults and environment" : relative(cwd, configFile);
  const store = databaseUrl ? "PostgreSQL" : settings.dataDir;
  const findings: Finding[] = [
    { level: "ok", what: "settings", message: from },
    { level: "ok", what: "runs", message: `role ${role}, HTTP at ${host}:${httpPort}, new streams at ${provider}` },
    { level: "ok", what: "store", message: store },
  ];
  if (apiKey && isWeakApiKey(apiKey.reveal())) {
    const next = "Take 32 random characters or more.";
    findings.push({ level: "note", what: variableOf("apiKey"), message: "is short enough to be guessed", next });
  }
  for (const { name, missing } of incomplete) {
    const message = `is not there: of its credentials ${missing.join(" and ")} is missing`;
    findings.push({ level: "note", what: name, message, next: `Set ${missing.join(" and ")}, or unset the others.` });
  }
  return findings;
}

async function aboutInstances({ providers }: Setup): Promise<Finding[]> {
  return Promise.all(Object.entries(providers).map(([name, adapter]) => aboutInstance(name, adapter)));
}

async function aboutInstance(name: string, adapter: ProviderAdapter): Promise<Finding> {
  const what = `provider ${name}`;
  try {
    checkAdapter(adapter);
    await assertCredentials(adapter);
    return { level: "ok", what, message: `${adapter.name}, by ${adapter.packageName}` };
  } catch (error) {
    return failureFinding(what, error);
  }
}

/**
 * Are there credentials? An adapter looks for them when it is called, before it calls anybody: the call is taken back
 * in the same breath, so that it does not leave this process. What opens something here, like the relay, is not called.
 *
 * @throws MultistreamError `unauthenticated`, naming the variables to set
 */
async function assertCredentials(adapter: ProviderAdapter): Promise<void> {
  if (runsHere(adapter)) return;
  const back = new AbortController();
  const asked = adapter.streams.list({ limit: 1 }, { signal: back.signal });
  back.abort();
  await asked.catch((error: unknown) => {
    if (!back.signal.aborted || isMissing(error)) throw error;
  });
}

/** Does it open something in this process, instead of calling somebody? */
export function runsHere(adapter: ProviderAdapter): boolean {
  return adapter.start !== undefined;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "unauthenticated";
}
