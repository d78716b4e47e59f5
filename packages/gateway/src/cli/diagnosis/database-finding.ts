import { scrubText } from "@polycast/core/provider";
import type { Secret } from "@polycast/core/provider";
import type { Finding } from "./finding.ts";

const TIMEOUT_MS = 5000;
const OLDEST = 13;

/** Can the database be reached with these credentials, and which is it? Nothing in it is changed. */
export async function databaseFinding(url: Secret<string>): Promise<Finding> {
  const what = "database";
  const { Client } = (await import("pg")).default;
  const client = new Client({
    connectionString: url.reveal(),
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
    application_name: "polycast doctor",
  });
  // An error of a connection that is idle comes as an event, and would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
    const version = rows[0]?.version ?? "";
    if (Number.parseInt(version, 10) >= OLDEST) return { level: "ok", what, message: `PostgreSQL ${version}` };
    const message = `PostgreSQL ${version} is older than ${OLDEST}`;
    return { level: "wrong", what, message, next: `Use PostgreSQL ${OLDEST} or newer.` };
  } catch (error) {
    const reason = scrubText(describe(error)).replaceAll(url.reveal(), "***");
    const next =
      "Look at DATABASE_URL (POLYCAST_DATABASE_URL): is the server up, and are host, database and password right?";
    return { level: "wrong", what, message: `cannot be used: ${reason}`, next };
  } finally {
    await client.end().catch(() => {});
  }
}

/** Several addresses that were all refused are one error without words. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join("; ");
  return error instanceof Error ? error.message : String(error);
}
