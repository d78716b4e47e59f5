import type { Cost } from "./measure-cost.ts";
import { median, percentile, slope } from "./statistics.ts";

export type RelayReport = { costs: Cost[]; baseline: string; subject: string; enableMs: number[] };

const MB = 1024 * 1024;

/** The report as text: one row per number of targets, then what one more target costs, each as a ratio to the baseline. */
export function formatReport({ costs, baseline, subject, enableMs }: RelayReport): string {
  const cells = (design: string): Cost[] => costs.filter((cost) => cost.design === design);
  const names = [baseline, subject];
  const head = [
    "targets",
    ...names.flatMap((name) => [`${name} CPU %`, "PSS MB", "delivered %", "all live s"]),
    "CPU ratio",
  ];
  const counts = [...new Set(costs.map((cost) => cost.targets))];
  const rows = counts.map((targets) => {
    const at = names.map((name) => combine(cells(name).filter((cost) => cost.targets === targets)));
    return [[String(targets)], at.flatMap(cellsOf), [ratio(at[1]?.cpuPercent, at[0]?.cpuPercent)]].flat();
  });
  const cpu = names.map((name) => slope(cells(name).map((cost) => ({ x: cost.targets, y: cost.cpuPercent }))));
  const pss = names.map((name) => slope(cells(name).map((cost) => ({ x: cost.targets, y: cost.pssBytes / MB }))));
  return [
    table([head, ...rows]),
    "",
    table([
      ["per added target", ...names, "ratio"],
      ["CPU, % of one core", ...cpu.map((value) => figure(value, 4)), ratio(cpu[1], cpu[0])],
      ["PSS, MB", ...pss.map((value) => figure(value, 3)), ratio(pss[1], pss[0])],
    ]),
    "",
    `${subject}: enable to first keyframe at the destination, ${enableMs.length} toggles: ${latency(enableMs)}`,
    "",
  ].join("\n");
}

/** Rounds of one cell together: medians, and the worst delivery. */
function combine(rounds: readonly Cost[]): Cost | undefined {
  const [first] = rounds;
  if (first === undefined) return undefined;
  return {
    ...first,
    cpuPercent: median(rounds.map((round) => round.cpuPercent)),
    pssBytes: median(rounds.map((round) => round.pssBytes)),
    allLiveMs: median(rounds.map((round) => round.allLiveMs)),
    delivered: {
      min: Math.min(...rounds.map((round) => round.delivered.min)),
      max: Math.max(...rounds.map((round) => round.delivered.max)),
    },
  };
}

function cellsOf(cost: Cost | undefined): string[] {
  if (cost === undefined) return ["–", "–", "–", "–"];
  const { min, max } = cost.delivered;
  const delivered = `${(min * 100).toFixed(1)}–${(max * 100).toFixed(1)}`;
  return [cost.cpuPercent.toFixed(2), (cost.pssBytes / MB).toFixed(1), delivered, (cost.allLiveMs / 1000).toFixed(1)];
}

function latency(values: readonly number[]): string {
  if (values.length === 0) return "not measured";
  const figures = { median: median(values), p95: percentile(values, 0.95), max: Math.max(...values) };
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value.toFixed(0)} ms`)
    .join(", ");
}

function ratio(subject = NaN, baseline = NaN): string {
  return figure(subject / baseline, 2, "x");
}

function figure(value: number, digits: number, unit = ""): string {
  return Number.isFinite(value) ? `${value.toFixed(digits)}${unit}` : "–";
}

function table(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")).join("\n");
}
