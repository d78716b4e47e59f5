import { open } from "node:fs/promises";
import { endianness } from "node:os";
import ipaddr from "ipaddr.js";

/** What tells one connected socket from the others of this machine. */
export type SocketName = { localPort: number; remoteAddress: string; remotePort: number };

const CHUNK_BYTES = 64 * 1024;
/** About 50 000 sockets; a longer table is read up to here. */
const MAX_TABLE_BYTES = 8 * 1024 * 1024;
const LOCAL_ADDRESS = 1;
const REMOTE_ADDRESS = 2;
const QUEUES = 4;

/**
 * A socket as the kernel's tables spell it: local port and remote address, in hexadecimal, the
 * address in 32-bit words of the machine's byte order (proc(5)).
 */
export function socketKey({ localPort, remoteAddress, remotePort }: SocketName): string {
  const bytes = ipaddr.parse(remoteAddress.replace(/%.*$/u, "")).toByteArray();
  let hex = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const word = bytes.slice(at, at + 4);
    if (endianness() === "LE") word.reverse();
    hex += Buffer.from(word).toString("hex");
  }
  return `${portHex(localPort)}>${hex}:${portHex(remotePort)}`.toUpperCase();
}

/**
 * Reads the send queues of all wanted sockets out of a table's lines: bytes that the kernel took
 * and that the peer has not acknowledged.
 */
export function readSendQueues(
  lines: readonly string[],
  wanted: ReadonlySet<string>,
  found: Map<string, number>,
): void {
  for (const line of lines) {
    const fields = line.trim().split(/\s+/u, QUEUES + 1);
    const localPort = fields[LOCAL_ADDRESS]?.split(":")[1];
    const key = `${localPort}>${fields[REMOTE_ADDRESS]}`;
    if (!wanted.has(key)) continue;
    const queue = Number.parseInt(fields[QUEUES]?.split(":")[0] ?? "", 16);
    if (!Number.isNaN(queue)) found.set(key, queue);
  }
}

/**
 * Looks the wanted sockets up in the kernel's tables, without blocking the thread.
 *
 * @throws the file system's error where there are no such tables, as on every system but Linux.
 */
export async function lookUpSendQueues(wanted: ReadonlySet<string>): Promise<Map<string, number>> {
  const keys = [...wanted];
  const found = new Map<string, number>();
  await readTable("/proc/net/tcp", new Set(keys.filter((key) => !isIpv6(key))), found);
  await readTable("/proc/net/tcp6", new Set(keys.filter(isIpv6)), found);
  return found;
}

async function readTable(path: string, wanted: ReadonlySet<string>, found: Map<string, number>): Promise<void> {
  if (wanted.size === 0) return;
  const enough = found.size + wanted.size;
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let torn = "";
    // Not read to the end without need: there the kernel walks through its whole hash table again.
    for (let total = 0; total < MAX_TABLE_BYTES && found.size < enough;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      total += bytesRead;
      const lines = (torn + buffer.toString("latin1", 0, bytesRead)).split("\n");
      torn = lines.pop() ?? "";
      readSendQueues(lines, wanted, found);
    }
  } finally {
    await file.close();
  }
}

function portHex(port: number): string {
  return port.toString(16).padStart(4, "0");
}

/** An IPv4 address has 8 hexadecimal digits, an IPv6 address 32. */
function isIpv6(key: string): boolean {
  return key.indexOf(":") - key.indexOf(">") > 9;
}
