import type { HopCost } from "./gateway-hop.ts";
import type { LoadCost } from "./gateway-load.ts";
import { type RequestName, requestNames } from "./gateway-requests.ts";
import type { HttpCost } from "./gateway-rounds.ts";
import type { StartTimes } from "./gateway-starts.ts";
import type { StreamsCost } from "./gateway-streams.ts";
import { median, percentile } from "./statistics.ts";

/** What was measured. A part that was left out is absent. */
export type GatewayCosts = { http?: HttpCost[]; hop?: HopCost[]; starts?: StartTimes; streams?: StreamsCost };

/** A median over rounds, with the least and the most. */
export type Spread = { median: number; min: number; max: number };

export type GatewayFigures = {
  /** Each server's medians, and what the gateway does beside bare Hono: 1 is as fast. */
  http?: Record<RequestName, { servers: Record<string, LoadCost>; rate: Spread; cpu: Spread; cpuWithoutLog: Spread }>;
  hop?: { directP50Ms: Spread; gatewayP50Ms: Spread; addedP50Ms: Spread; gatewayCpuMicros: Spread };
  startMs?: Record<string, Spread>;
  streams?: Record<string, number | Spread>;
};

const MB = 1024 * 1024;

/** The report as text and as numbers. */
export function formatGatewayReport({ http, hop, starts, streams }: GatewayCosts): {
  text: string;
  figures: GatewayFigures;
} {
  const figures: GatewayFigures = {
    ...(http ? { http: httpFigures(http) } : {}),
    ...(hop ? { hop: hopFigures(hop) } : {}),
    ...(starts ? { startMs: startFigures(starts) } : {}),
    ...(streams ? { streams: streamFigures(streams) } : {}),
  };
  const parts = [
    figures.http && httpTable(figures.http),
    table([["a provider hop, one client", "median (least–most)"], ...rows(figures.hop)]),
    table([["start to ready, ms", "median (least–most)"], ...rows(figures.startMs)]),
    table([["many streams", "median (least–most)"], ...rows(figures.streams)]),
  ];
  const isThere = [figures.http, figures.hop, figures.startMs, figures.streams];
  return { text: parts.filter((_, index) => isThere[index]).join("\n\n"), figures };
}

function httpFigures(costs: readonly HttpCost[]): NonNullable<GatewayFigures["http"]> {
  const ofRequest = (request: RequestName) => {
    const of = (server: HttpCost["server"]): HttpCost[] =>
      costs.filter((cost) => cost.request === request && cost.server === server);
    // Of the same round: what disturbs one disturbs the other.
    const ratios = (server: HttpCost["server"], ratio: (gateway: HttpCost, bare: HttpCost) => number): Spread =>
      spread(
        of(server).flatMap((cost) => {
          const bare = of("bare").find(({ round }) => round === cost.round);
          return bare ? [ratio(cost, bare)] : [];
        }),
      );
    const servers = ["gateway", "without log", "bare"] as const;
    return {
      servers: Object.fromEntries(servers.map((server) => [server, combine(of(server))])),
      rate: ratios("gateway", (gateway, bare) => gateway.requestsPerSecond / bare.requestsPerSecond),
      cpu: ratios("gateway", workPerCpu),
      cpuWithoutLog: ratios("without log", workPerCpu),
    };
  };
  const [read, refused, repeated, changed] = requestNames;
  return {
    [read]: ofRequest(read),
    [refused]: ofRequest(refused),
    [repeated]: ofRequest(repeated),
    [changed]: ofRequest(changed),
  };
}

function workPerCpu(gateway: LoadCost, bare: LoadCost): number {
  return bare.cpuMicrosPerRequest / gateway.cpuMicrosPerRequest;
}

function combine(rounds: readonly LoadCost[]): LoadCost {
  const middle = (name: keyof LoadCost): number => median(rounds.map((round) => round[name]));
  return {
    requestsPerSecond: middle("requestsPerSecond"),
    cpuMicrosPerRequest: middle("cpuMicrosPerRequest"),
    p50Ms: middle("p50Ms"),
    p99Ms: middle("p99Ms"),
  };
}

function hopFigures(rounds: readonly HopCost[]): NonNullable<GatewayFigures["hop"]> {
  return {
    directP50Ms: spread(rounds.map(({ direct }) => direct.p50Ms)),
    gatewayP50Ms: spread(rounds.map(({ gateway }) => gateway.p50Ms)),
    addedP50Ms: spread(rounds.map(({ direct, gateway }) => gateway.p50Ms - direct.p50Ms)),
    gatewayCpuMicros: spread(rounds.map(({ gateway }) => gateway.cpuMicrosPerRequest)),
  };
}

function startFigures(times: StartTimes): Record<string, Spread> {
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, spread(values)]));
}

function streamFigures(cost: StreamsCost): Record<string, number | Spread> {
  const restarts = Object.entries(cost.restarts).map(([entry, values]) => [`start, ${entry}, ms`, spread(values)]);
  return {
    "streams of five targets": cost.streams,
    "create, streams/s": cost.create.perSecond,
    "create, CPU µs each": cost.create.cpuMicrosPerStream,
    "list all, s": spread(cost.walksMs.map((ms) => ms / 1000)),
    "list, page of 100, p50 ms": percentile(cost.pagesMs, 0.5),
    "list, page of 100, p99 ms": percentile(cost.pagesMs, 0.99),
    ...(Object.fromEntries(restarts) as Record<string, Spread>),
    "reconcile all, start to ready, ms": cost.reconcile.readyMs,
    "reconcile all, from ready, s": cost.reconcile.seconds,
    "reconcile all, CPU µs each": cost.reconcile.cpuMicrosPerStream,
    "heap with none, MB": cost.heapBytes.empty / MB,
    "heap with all, MB": cost.heapBytes.full / MB,
    "memory (Pss) with none, MB": cost.memoryBytes.empty / MB,
    "memory (Pss) with all, MB": cost.memoryBytes.full / MB,
  };
}

function httpTable(figures: NonNullable<GatewayFigures["http"]>): string {
  const head = [
    "request",
    "server",
    "requests/s",
    "CPU µs each",
    "p50 ms",
    "p99 ms",
    "of bare's rate",
    "per CPU second",
  ];
  const rows = Object.entries(figures).flatMap(([request, { servers, rate, cpu, cpuWithoutLog }]) =>
    Object.entries(servers).map(([server, cost]) => [
      request,
      server,
      cost.requestsPerSecond.toFixed(0),
      cost.cpuMicrosPerRequest.toFixed(0),
      cost.p50Ms.toFixed(2),
      cost.p99Ms.toFixed(1),
      server === "gateway" ? told(rate) : "",
      server === "gateway" ? told(cpu) : server === "bare" ? "" : told(cpuWithoutLog),
    ]),
  );
  return table([head, ...rows]);
}

function rows(part: Record<string, number | Spread> = {}): string[][] {
  return Object.entries(part).map(([name, value]) => [name, typeof value === "number" ? digits(value) : told(value)]);
}

function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

function told({ median: middle, min, max }: Spread): string {
  return `${digits(middle)} (${digits(min)}–${digits(max)})`;
}

function digits(value: number): string {
  return value.toFixed(value >= 100 ? 0 : 2);
}

function table(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")).join("\n");
}
