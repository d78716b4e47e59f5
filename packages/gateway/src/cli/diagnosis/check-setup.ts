import type { Flags } from "../../settings/index.ts";
import type { Io } from "../io.ts";
import { databaseFinding } from "./database-finding.ts";
import { ffmpegFinding } from "./ffmpeg-finding.ts";
import type { Finding } from "./finding.ts";
import { readFindings } from "./read-findings.ts";

/** Is all of it right that a start would read? Nothing is opened, except the database when `connect` says so. */
export async function checkSetup(
  { flags, connect }: { flags: Flags; connect: boolean },
  { env, cwd }: Pick<Io, "env" | "cwd">,
): Promise<Finding[]> {
  const { setup, findings } = await readFindings({ flags, env, cwd });
  const ffmpeg = await ffmpegFinding(env);
  const databaseUrl = setup?.settings.databaseUrl;
  return [...findings, ffmpeg, ...(connect && databaseUrl ? [await databaseFinding(databaseUrl)] : [])];
}
