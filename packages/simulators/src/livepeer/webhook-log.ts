import { toBase64 } from "../kernel/base64.ts";
import { randomUuid } from "../kernel/ids.ts";
import type { WebhookRecord } from "./records.ts";

/** One attempt to deliver, as the API shows it. */
export type WebhookLogEntry = {
  readonly id: string;
  readonly webhookId: string;
  readonly event: string;
  readonly createdAt: number;
  /** Seconds. */
  readonly duration: number;
  readonly success: boolean;
  readonly request: { url: string; method: "POST"; headers: Record<string, string>; body: string };
  readonly response: { body: string; status?: number; statusText?: string };
  readonly userId: string;
  readonly projectId: string;
};

const MOST_ENTRIES = 1000;
/** How much of a receiver's answer is kept, in characters before base64. */
export const MOST_OF_BODY = 1024;

/** The last 1 000 attempts, newest first. */
export type WebhookLog = ReturnType<typeof createWebhookLog>;

export function createWebhookLog() {
  let entries: WebhookLogEntry[] = [];
  return {
    add(entry: WebhookLogEntry): void {
      entries = [entry, ...entries].slice(0, MOST_ENTRIES);
    },
    of: (webhookId: string): WebhookLogEntry[] => entries.filter((entry) => entry.webhookId === webhookId),
    clear(): void {
      entries = [];
    },
  };
}

/** What came of one request. `text` is the start of the answer; it is absent when no answer came. */
export type Outcome = { status?: number; statusText?: string; text?: string; error?: string };

/** Writes an attempt down. */
export function logEntry(
  webhook: Pick<WebhookRecord, "id" | "userId" | "projectId">,
  event: string,
  request: WebhookLogEntry["request"],
  outcome: Outcome,
  times: { startedAt: number; endedAt: number },
): WebhookLogEntry {
  const { status, statusText } = outcome;
  return {
    id: randomUuid(),
    webhookId: webhook.id,
    event,
    createdAt: times.startedAt,
    duration: (times.endedAt - times.startedAt) / 1000,
    success: isSuccess(outcome),
    request,
    response: {
      body: toBase64(outcome.text ?? ""),
      ...(status !== undefined && { status }),
      ...(statusText !== undefined && { statusText }),
    },
    userId: webhook.userId,
    projectId: webhook.projectId,
  };
}

export const isSuccess = ({ status }: Outcome): boolean => status !== undefined && status >= 200 && status < 300;
