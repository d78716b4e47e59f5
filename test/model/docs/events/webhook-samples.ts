import { castr } from "@polycast/castr";
import { type ProviderWebhooks, Secret } from "@polycast/core/provider";
import { livepeer } from "@polycast/livepeer";
import { mux } from "@polycast/mux";

/** One kind of webhook of a provider, and a body as the provider would send it. */
export type WebhookSample = {
  type: string;
  /** What else distinguishes it. */
  when?: string;
  payload: unknown;
};

/** The webhooks of one provider. */
export type ProviderSamples = { provider: string; webhooks: ProviderWebhooks; samples: readonly WebhookSample[] };

const at = "2026-03-06T19:30:12.480000Z";
const ms = Date.parse("2026-03-06T19:30:12.480Z");

const muxStream = "video.live_stream.";
const muxTarget = `${muxStream}simulcast_target.`;
const ofMux = (type: string, data: object, when?: string): WebhookSample => ({
  type,
  ...(when === undefined ? {} : { when }),
  payload: { type, id: "e1", created_at: at, data },
});
const muxTargetData = { id: "T1", live_stream_id: "LS1" };
const muxSamples: readonly WebhookSample[] = [
  ...["created", "connected", "recording", "active", "disconnected", "idle", "updated", "enabled", "disabled"].map(
    (word) => ofMux(muxStream + word, { id: "LS1" }),
  ),
  ofMux(`${muxStream}deleted`, { id: "LS1" }),
  ofMux(`${muxStream}warning`, { id: "LS1", warning: { type: "custom_slate_unavailable", message: "No slate." } }),
  ...["created", "idle", "starting", "broadcasting"].map((word) =>
    ofMux(muxTarget + word, { ...muxTargetData, status: word === "created" ? "idle" : word }),
  ),
  ...(["normal", "fatal"] as const).map((severity) =>
    ofMux(
      `${muxTarget}errored`,
      { ...muxTargetData, status: "errored", error_severity: severity },
      `\`error_severity\` is \`${severity}\``,
    ),
  ),
  ofMux(`${muxTarget}errored`, { ...muxTargetData, status: "errored" }, "`error_severity` is absent or another word"),
  ofMux(`${muxTarget}updated`, { ...muxTargetData, status: "broadcasting" }, "its `status` is `broadcasting`"),
  ofMux(`${muxTarget}deleted`, { ...muxTargetData, status: "idle" }),
];

const livepeerStream = (isActive: boolean, suspended = false) => ({
  id: "S1",
  isActive,
  suspended,
  multistream: { targets: [{ id: "T1", profile: "source" }] },
});
const ofLivepeer = (event: string, stream: object, when?: string, payload?: object): WebhookSample => ({
  type: event,
  ...(when === undefined ? {} : { when }),
  payload: { id: "e1", webhookId: "w1", createdAt: ms, timestamp: ms, event, stream, ...(payload ? { payload } : {}) },
});
const livepeerTarget = { target: { id: "T1", profile: "source" } };
const livepeerSamples: readonly WebhookSample[] = [
  ofLivepeer("stream.started", livepeerStream(true)),
  ofLivepeer("stream.idle", livepeerStream(false), "the stream is not suspended"),
  ofLivepeer("stream.idle", livepeerStream(false, true), "the stream is suspended"),
  ofLivepeer("multistream.connected", livepeerStream(true), undefined, livepeerTarget),
  ofLivepeer("multistream.error", livepeerStream(true), undefined, livepeerTarget),
  ofLivepeer("multistream.disconnected", livepeerStream(true), "the stream is active", livepeerTarget),
  ofLivepeer("multistream.disconnected", livepeerStream(false), "the stream is not active", livepeerTarget),
  ofLivepeer("recording.ready", livepeerStream(false)),
];

/** Every kind of webhook that says something, by provider, and for each provider one that says nothing. */
export const webhookSamples: readonly ProviderSamples[] = [
  { provider: "mux", webhooks: webhooksOf(mux()), samples: [...muxSamples, ofMux("video.asset.ready", { id: "A1" })] },
  { provider: "livepeer", webhooks: webhooksOf(livepeer()), samples: livepeerSamples },
  {
    provider: "castr",
    webhooks: webhooksOf(castr()),
    samples: [{ type: "any", when: "a stream starts or ends", payload: {} }],
  },
];

/** What a provider's adapter makes of a webhook. */
export function translate({ webhooks }: ProviderSamples, { type, payload }: WebhookSample) {
  return webhooks.translate({ eventId: "e1", type, occurredAt: at, payload: new Secret(payload) });
}

function webhooksOf({ webhooks }: { webhooks?: ProviderWebhooks }): ProviderWebhooks {
  if (!webhooks) throw new Error("This provider has no webhooks.");
  return webhooks;
}
