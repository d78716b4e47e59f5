import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import * as z from "zod";
import type { Setup } from "../../compose.ts";
import type { Settings } from "../../settings/index.ts";
import type { Finding } from "./finding.ts";

const TIMEOUT_MS = 3000;
const rootSchema = z.object({ name: z.literal("polycast"), version: z.string() });

/**
 * Can the ports be opened that a start would open? Where a gateway runs at the HTTP port already, the others are its own.
 *
 * @param relay what is known of the relay that is opened, too; absent: none is
 */
export async function portFindings(settings: Settings, relay?: Setup["relaySettings"]): Promise<Finding[]> {
  const { host, httpPort, srtPorts } = settings;
  const running = await runningGateway(host, httpPort);
  if (running !== undefined) {
    const message = `a gateway runs here already (version ${running}); its ports are not looked at`;
    return [{ level: "note", what: `port ${httpPort}`, message }];
  }
  const http = await tcpFinding("HTTP", host, httpPort);
  if (!relay) return [http];
  const { host: at = host, rtmpPort = settings.rtmpPort, rtmps } = relay;
  const found = [http, await tcpFinding("RTMP", at, rtmpPort)];
  if (rtmps) found.push(await tcpFinding("RTMPS", at, rtmps.port ?? settings.rtmpsPort));
  return [...found, await srtFinding(at, srtPorts)];
}

async function tcpFinding(name: string, host: string, port: number): Promise<Finding> {
  const what = `${name} port ${port}`;
  if (port === 0) return { level: "ok", what: `${name} port`, message: "any free one" };
  const code = await openTcp(host, port);
  if (code === undefined) return { level: "ok", what, message: "is free" };
  return { level: "wrong", what, ...explain(code, `POLYCAST_${name}_PORT`, host) };
}

function explain(code: string, variable: string, host: string): Pick<Finding, "message" | "next"> {
  if (code === "EADDRINUSE") {
    return {
      message: "is taken by another program",
      next: `End that program, or choose another port with ${variable}.`,
    };
  }
  if (code === "EACCES") return { message: "may not be opened", next: `Choose one above 1023 with ${variable}.` };
  const next = "Set POLYCAST_HOST to an address of this machine.";
  return { message: `cannot be opened at ${host} (${code})`, next };
}

/** SRT takes one UDP port a stream: those that others hold are skipped, so that a few are no fault. */
async function srtFinding(host: string, { first, last }: Settings["srtPorts"]): Promise<Finding> {
  const ports = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const what = `SRT ports ${first}-${last}`;
  let taken = 0;
  // One after the other: as many sockets at once as there are ports could be more than a process may have.
  for (const port of ports) if (!(await isFreeUdp(host, port))) taken += 1;
  if (taken === 0) return { level: "ok", what, message: "are free" };
  const message = taken === ports.length ? "are all taken" : `${taken} of ${ports.length} are taken`;
  return { level: "note", what, message, next: "Choose others with POLYCAST_SRT_PORTS, if streams use SRT." };
}

function openTcp(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

function isFreeUdp(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    socket.once("error", () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

async function runningGateway(host: string, port: number): Promise<string | undefined> {
  if (port === 0) return undefined;
  const shown = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  const url = `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}/`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    .then((response) => response.json())
    .catch(() => undefined);
  return rootSchema.safeParse(answer).data?.version;
}
