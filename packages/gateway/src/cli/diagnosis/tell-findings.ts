import type { Io } from "../io.ts";
import { type Finding, isWrong, showFindings } from "./finding.ts";

/** Prints what was found, for people or for programs. @returns is all well? */
export function tellFindings(findings: readonly Finding[], json: boolean, io: Io): boolean {
  const ok = !isWrong(findings);
  io.progress("");
  io.out(json ? JSON.stringify({ ok, findings }) : showFindings(findings, io.style));
  return ok;
}
