import type { Capabilities } from "@polycast/core";
import { readSetup } from "../../compose.ts";

/** The tables of the providers that the gateway comes with, by name. */
export async function fourTables(): Promise<Map<string, Capabilities>> {
  const env = {
    MUX_TOKEN_ID: "id",
    MUX_TOKEN_SECRET: "secret",
    LIVEPEER_API_KEY: "key",
    CASTR_TOKEN_ID: "id",
    CASTR_TOKEN_SECRET: "secret",
  };
  const { providers } = await readSetup({ env, cwd: import.meta.dirname });
  const tables = new Map<string, Capabilities>();
  for (const [name, provider] of Object.entries(providers)) tables.set(name, await provider.capabilities());
  return tables;
}
