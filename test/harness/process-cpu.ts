import { readdir, readFile } from "node:fs/promises";

/** The process and all that it started, directly or not. Linux only, as everything here. */
export async function processTree(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/u.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    // The second field is the program's name in brackets and may hold anything; the parent is the fourth.
    const parent = /^.*\) \S (\d+)/su.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

/**
 * Nanoseconds that the living threads of a process have run on a processor (first field of
 * `/proc/PID/task/TID/schedstat`). Time spent waiting for a processor is not in it.
 */
export async function onCpuNs(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(
    tasks.map(async (task) => {
      // A thread may end between the listing and the reading.
      const schedstat = await readFile(`/proc/${pid}/task/${task}/schedstat`, "utf8").catch(() => "0");
      return Number(schedstat.split(" ")[0]);
    }),
  );
  return times.reduce((sum, time) => sum + time, 0);
}

/** Bytes of memory of a process, shared pages in proportion (`Pss` of `/proc/PID/smaps_rollup`). */
export async function pssBytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  const kilobytes = /^Pss:\s+(\d+) kB$/mu.exec(rollup)?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/smaps_rollup has no Pss`);
  return Number(kilobytes) * 1024;
}
