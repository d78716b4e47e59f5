import type { StatusMapping, TargetObservation } from "@polycast/core/provider";
import type { ProviderModel } from "../../providers.ts";
import { code, table } from "../markdown.ts";
import { type ProviderSamples, translate, webhookSamples, type WebhookSample } from "./webhook-samples.ts";

/** From each provider's words to events. */
export function eventMapping(providers: readonly ProviderModel[]): string {
  return [
    'Made from the adapters: the webhook tables are what their `translate` answers, the others are their status tables. An event follows only where it changes what is known. A stream that goes idle is told as `stream.ended` where a session was under way, else as `stream.idle`; each of its targets that stops with it is told too. – says nothing of a state; "the stream is read" means that more is learnt from the API at once. A state that is guessed has `source: "assumed"`.',
    ...providers.map(mappingOf),
  ].join("\n\n");
}

function mappingOf({ name, label, statusMapping }: ProviderModel): string {
  const samples = webhookSamples.find(({ provider }) => provider === name);
  const read = statusMapping.filter(({ source }) => source !== "webhook");
  const own = statusMapping.every(({ native, state }) => native === state);
  const parts = [`### ${label}`];
  if (samples)
    parts.push(
      table(
        ["webhook", "when", "becomes", "the stream is read"],
        samples.samples.map((sample) => webhookRow(samples, sample)),
      ),
    );
  if (own) parts.push("Every step is reported by the relay itself, as the event of the same name.");
  else if (read.length > 0) parts.push(table(["read", "of", "when", "becomes", "source"], read.map(readRow)));
  return parts.join("\n\n");
}

function webhookRow(provider: ProviderSamples, sample: WebhookSample): string[] {
  const { observations, readAgain } = translate(provider, sample);
  const becomes = observations.map((observation) => {
    if (observation.kind === "warning")
      return code(observation.targetId === undefined ? "stream.warning" : "target.warning");
    if (observation.kind === "stream") return eventsFor("stream", observation.status.state);
    return eventsFor("target", observation.status.state) + remarkOn(observation);
  });
  const word = sample.type === "any" ? "any" : code(sample.type);
  return [word, sample.when ?? "", becomes.length === 0 ? "–" : becomes.join(", "), readAgain ? "yes" : ""];
}

/** Whether it is a guess, and what is assumed when nothing is heard of it. */
function remarkOn({ status, occurredAt, lapses }: Pick<TargetObservation, "status" | "occurredAt" | "lapses">): string {
  if (!lapses) return status.source === "assumed" ? " (assumed)" : "";
  const minutes = (Date.parse(lapses.at) - Date.parse(occurredAt)) / 60_000;
  const later = `${eventsFor("target", lapses.status.state)} when nothing is heard of it for ${minutes} minutes`;
  return status.source === "assumed" ? ` (assumed; ${later})` : ` (${later})`;
}

function readRow({ of, native, when, state, source, setting }: StatusMapping): string[] {
  const word = /\s/u.test(native) && !native.includes(":") ? native : code(native);
  const condition = [when, setting && `the setting ${code(setting)} is on`].filter(Boolean).join("; ");
  const says = state !== "unknown" || native === "any other word";
  return [word, of, condition, says ? eventsFor(of, state) : "–", source];
}

/** An idle stream is the end of its session where there was one; there is no event type for an unknown one. */
function eventsFor(of: "stream" | "target", state: string): string {
  if (of === "stream" && state === "idle") return `${code("stream.ended")} or ${code("stream.idle")}`;
  if (of === "stream" && state === "unknown") return code("stream.warning");
  return code(`${of}.${state}`);
}
