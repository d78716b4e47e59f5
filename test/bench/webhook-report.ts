import type { DeliveryTimes } from "./measure-delivery.ts";
import type { ReceiverCost, ReceiverName } from "./receiver-process.ts";
import { median, percentile } from "./statistics.ts";

type Figures = Record<"requestsPerSecond" | "cpuMicrosPerRequest" | "p50Ms" | "p99Ms", number>;
type Times = Record<"p50Ms" | "p99Ms", number>;

export type WebhookFigures = {
  /** Medians over the rounds. */
  receivers: Partial<Record<ReceiverName, Figures>>;
  /** How fast the gateway's route is beside the receiver by hand: 1 is as fast. */
  routeToRaw: { requestsPerSecond: number; cpu: number };
  /** Acknowledged webhooks per second with group commit, to those with one commit each. */
  groupToEach: number;
  delivery: { webhook: Times; sse: Times };
};

/** The report as text and as numbers. */
export function formatWebhookReport(
  costs: readonly ReceiverCost[],
  { webhookMs, sseMs }: DeliveryTimes,
): { text: string; figures: WebhookFigures } {
  const names = [...new Set(costs.map(({ receiver }) => receiver))];
  const receivers = Object.fromEntries(
    names.map((name) => [name, combine(costs.filter(({ receiver }) => receiver === name))]),
  ) as WebhookFigures["receivers"];
  const { raw, route } = receivers;
  const figures: WebhookFigures = {
    receivers,
    routeToRaw: {
      requestsPerSecond: ratio(route?.requestsPerSecond, raw?.requestsPerSecond),
      cpu: ratio(raw?.cpuMicrosPerRequest, route?.cpuMicrosPerRequest),
    },
    groupToEach: ratio(receivers["group-commit"]?.requestsPerSecond, receivers["fsync-each"]?.requestsPerSecond),
    delivery: { webhook: times(webhookMs), sse: times(sseMs) },
  };
  const rows = names.map((name) => [[name], cells(receivers[name])].flat());
  const { webhook, sse } = figures.delivery;
  const text = [
    table([["receiver", "webhooks/s", "CPU µs each", "p50 ms", "p99 ms"], ...rows]),
    "",
    `route beside raw: ${figures.routeToRaw.requestsPerSecond.toFixed(2)} of its rate, ${figures.routeToRaw.cpu.toFixed(2)} of its work per CPU second`,
    `group commit beside one commit each: ${figures.groupToEach.toFixed(1)} times the rate`,
    `event to subscriber, ${webhookMs.length} events: webhook p50 ${ms(webhook.p50Ms)} p99 ${ms(webhook.p99Ms)}; SSE p50 ${ms(sse.p50Ms)} p99 ${ms(sse.p99Ms)}`,
    "",
  ].join("\n");
  return { text, figures };
}

function combine(rounds: readonly ReceiverCost[]): Figures {
  const middle = (name: keyof Figures): number => median(rounds.map((round) => round[name]));
  return {
    requestsPerSecond: middle("requestsPerSecond"),
    cpuMicrosPerRequest: middle("cpuMicrosPerRequest"),
    p50Ms: middle("p50Ms"),
    p99Ms: middle("p99Ms"),
  };
}

function cells(figures: Figures | undefined): string[] {
  if (figures === undefined) return ["–", "–", "–", "–"];
  const { requestsPerSecond, cpuMicrosPerRequest, p50Ms, p99Ms } = figures;
  return [requestsPerSecond.toFixed(0), cpuMicrosPerRequest.toFixed(0), p50Ms.toFixed(1), p99Ms.toFixed(1)];
}

function times(values: readonly number[]): Times {
  return { p50Ms: percentile(values, 0.5), p99Ms: percentile(values, 0.99) };
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function ratio(subject = Number.NaN, baseline = Number.NaN): number {
  return subject / baseline;
}

function table(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")).join("\n");
}
