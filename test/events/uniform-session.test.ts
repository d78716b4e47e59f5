import type { Event } from "@polycast/core";
import { castr } from "@polycast/castr";
import { livepeer } from "@polycast/livepeer";
import { mux } from "@polycast/mux";
import { castrSimulator, livepeerSimulator, muxSimulator } from "@polycast/simulators";
import { afterEach, describe, expect, test, vi } from "vitest";
import { checkEvents } from "./check-events.ts";
import { cloudScene } from "./cloud-scene.ts";
import { common, type Difference, differences, tellers } from "./differences.ts";
import { playSession } from "./play-session.ts";
import { relayScene } from "./relay-scene.ts";
import type { OpenScene } from "./scene.ts";

const secret = "uniform-session-secret-0123456789";
const hook = "https://polycast.example.com/webhooks";

const scenes: Readonly<Record<string, OpenScene>> = {
  selfhost: relayScene,
  mux: cloudScene({
    simulate: (options) =>
      muxSimulator({
        ...options,
        timings: { firstFrameMs: 500, activeMs: 1_000, targetConnectMs: 2_000, targetRetryMs: 5_000 },
        webhooks: [{ url: `${hook}/mux`, secret }],
      }),
    adapt: (options) =>
      mux({ ...options, tokenId: "sim-token-id", tokenSecret: "sim-token-secret", webhookSecrets: [secret] }),
  }),
  livepeer: cloudScene({
    simulate: (options) =>
      livepeerSimulator({ ...options, webhooks: [{ url: `${hook}/livepeer`, sharedSecret: secret }] }),
    adapt: (options) =>
      livepeer({ ...options, apiKey: "51a1a70b-0000-4000-8000-000000000001", webhookSecrets: [secret] }),
  }),
  castr: cloudScene({
    // A stream and its platforms come online at once, so that no look can fall between.
    simulate: (options) => castrSimulator({ ...options, timings: { platformLagMs: 0 } }),
    adapt: (options) => castr({ ...options, tokenId: "castr-token-id", tokenSecret: "castr-secret-key" }),
  }),
};

describe.each(Object.keys(scenes))("one session at %s", (provider) => {
  afterEach(() => void vi.useRealTimers());

  test("tells what it tells everywhere, but for the known differences", async () => {
    const scene = scenes[provider];
    if (scene === undefined) throw new Error(`There is no scene for ${provider}`);
    const events = await playSession(provider, scene);
    expect(checkEvents(events)).toEqual([]);
    expect(new Set(events.map((event) => event.provider))).toEqual(new Set([provider]));
    const known = differences[provider] ?? [];
    expect(tellings(events)).toEqual({
      stream: expected("stream", known),
      a: expected("target", known),
      b: expected("failing target", known),
      c: expected("target", known),
    });
    expect(events.map(({ source }) => source)).toContain(tellers[provider]);
  }, 60_000);
});

/** The events of each thing in words: the stream's, and each target's by its name. */
function tellings(events: readonly Event[]): Record<string, string> {
  const words: Record<string, string[]> = {};
  for (const event of events) {
    const name = "target" in event.data ? event.data.target.name : "stream";
    const [, word = ""] = event.type.split(".");
    const reason = "target" in event.data && word === "retrying" ? `(${event.data.target.status.reason?.code})` : "";
    (words[name] ??= []).push(`${word}${reason}`);
  }
  return Object.fromEntries(Object.entries(words).map(([name, list]) => [name, oneTrouble(list.join(" "))]));
}

/** How often the relay tries again before the destination is back is chance. */
function oneTrouble(telling: string): string {
  return telling.replaceAll(/(retrying\(\w+\))(?: connecting retrying\(\w+\))+/gu, "$1");
}

/** The common telling with this provider's differences in it. @throws Error for one that applies nowhere */
function expected(of: Difference["of"], known: readonly Difference[]): string {
  return known
    .filter((difference) => difference.of === of)
    .reduce((telling, { instead, comes }) => {
      if (!` ${telling} `.includes(` ${instead} `)) throw new Error(`"${instead}" is nowhere in "${telling}"`);
      return ` ${telling} `.replaceAll(` ${instead} `, ` ${comes} `).trim();
    }, common[of] as string);
}
