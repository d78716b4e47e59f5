import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** The providers' own OpenAPI documents, as they are named in the folder of contracts. */
export type ContractName = "mux-openapi.live-slice.json" | "livepeer-openapi.yaml";

/** Where a contract is, or why it is not there. */
export type FoundContract = { path: string; missing: false } | { missing: true; why: string };

/**
 * Looks for a contract in the folder `POLYCAST_SPECS`, by default `../shared/specs` beside this repository. Contracts
 * are the providers' and are not kept here, so where one is missing the tests are skipped, and this says so aloud.
 *
 * @throws Error when `POLYCAST_SPECS` is set and does not hold it
 */
export function findContract(name: ContractName): FoundContract {
  const given = process.env["POLYCAST_SPECS"];
  const path = join(given ?? join(ROOT, "../shared/specs"), name);
  if (existsSync(path)) return { path, missing: false };
  if (given !== undefined) throw new Error(`POLYCAST_SPECS has no ${name}.`);
  const why = `no ${name}: set POLYCAST_SPECS to the folder that holds the providers' contracts`;
  console.warn(`SKIPPED TESTS. There is ${why}.`);
  return { missing: true, why };
}

/** For the names of tests that need a contract: tells in reports why they were skipped, and is empty otherwise. */
export function skipNote(contract: FoundContract): string {
  return contract.missing ? ` (SKIPPED, ${contract.why})` : "";
}
