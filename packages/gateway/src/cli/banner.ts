import type { Gateway } from "../create-gateway.ts";

/** What a start tells of a gateway. */
type Started = Pick<Gateway, "address" | "createdApiKey">;

/** Where a gateway is reached from this machine. */
export function localUrl({ address }: Started, host: string): string {
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${shown.includes(":") ? `[${shown}]` : shown}:${address.http}`;
}

/** What a person needs to know after the start: where it is, and the key that is shown only once. */
export function banner(started: Started, host: string): string {
  const { createdApiKey } = started;
  const base = localUrl(started, host);
  const variable = createdApiKey === undefined ? "POLYCAST_API_KEY" : "KEY";
  const lines = [`Polycast is up: ${base} (the API: ${base}/openapi.json)`, ""];
  if (createdApiKey !== undefined) {
    lines.push(
      `  export KEY=${createdApiKey}`,
      "",
      "  That is your admin key, shown this once. To choose one: POLYCAST_API_KEY.",
      "",
    );
  }
  lines.push(
    "  Create a stream; the answer has the address and the key for your encoder:",
    "",
    `  curl -s -X POST ${base}/v1/streams -H "Authorization: Bearer $${variable}" \\`,
    `    -H "Content-Type: application/json" -d '{"name":"My show"}'`,
  );
  return `\n${lines.join("\n")}\n`;
}
