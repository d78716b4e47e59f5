import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Every write of the process to a file fails from now on, as on a full disk; sockets and pipes go on. */
export async function fillDisk(pid: number): Promise<void> {
  await run("prlimit", ["--pid", String(pid), "--fsize=0:"]);
}

/** There is room again. */
export async function freeDisk(pid: number): Promise<void> {
  await run("prlimit", ["--pid", String(pid), "--fsize=unlimited:"]);
}
