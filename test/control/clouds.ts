import { castr } from "@polycast/castr";
import { livepeer } from "@polycast/livepeer";
import { mux } from "@polycast/mux";
import {
  type CastrSimulator,
  castrSimulator,
  type LivepeerSimulator,
  livepeerSimulator,
  type MuxSimulator,
  muxSimulator,
} from "@polycast/simulators";
import * as z from "zod";
import type { Cloud } from "./cloud-stage.ts";

const secret = "changes-secret-0123456789";
const hook = "https://polycast.example.com/webhooks";
const generous = { perSecond: 10_000, burst: 10_000 };
const rateLimits = { create: generous, other: generous };

const muxStream = z.object({
  data: z.object({
    simulcast_targets: z
      .array(z.object({ id: z.string(), url: z.string(), stream_key: z.string(), status: z.string() }))
      .default([]),
  }),
});

const muxStreams = z.object({ data: z.array(muxStream.shape.data.extend({ id: z.string() })) });

const muxSettings = { rateLimits, tokenId: "sim-token-id", tokenSecret: "sim-token-secret", webhookSecrets: [secret] };

/** Mux: no switch, no update; targets come and go only while the stream is idle. */
export const muxCloud: Cloud<MuxSimulator> = {
  simulate: (options) =>
    muxSimulator({
      ...options,
      timings: { firstFrameMs: 500, activeMs: 1_000, targetConnectMs: 2_000, targetRetryMs: 5_000 },
      webhooks: [{ url: `${hook}/mux`, secret }],
    }),
  adapt: (options) => mux({ ...options, ...muxSettings }),
  settings: muxSettings,
  basePath: "",
  authorization: basic("sim-token-id", "sim-token-secret"),
  async pushes(read, streamId) {
    const { data } = muxStream.parse(await read(`/video/v1/live-streams/${streamId}`));
    return data.simulcast_targets.map(({ id, url, stream_key: key, status }) => {
      return { id, to: `${url}/${key}`, isOn: true, sends: status === "broadcasting" };
    });
  },
  async account(read) {
    const { data } = muxStreams.parse(await read("/video/v1/live-streams?limit=100"));
    const targets = data.flatMap(({ simulcast_targets: all }) => all.map(({ id }) => id));
    return { streams: data.map(({ id }) => id), targets };
  },
};

const userKey = "51a1a70b-0000-4000-8000-000000000001";
const adminKey = "51a1a70b-0000-4000-8000-000000000002";
const livepeerStream = z.object({
  isActive: z.boolean(),
  multistream: z.object({ targets: z.array(z.object({ id: z.string() })) }),
});
const livepeerTarget = z.object({ id: z.string(), name: z.string(), url: z.string(), disabled: z.boolean() });
const ids = z.array(z.object({ id: z.string() }));
const livepeerHealth = z.object({
  multistream: z.array(
    z.object({ target: z.object({ id: z.string() }), connected: z.object({ status: z.boolean() }) }),
  ),
});

const livepeerSettings = { rateLimits, apiKey: userKey, webhookSecrets: [secret] };

/** Livepeer: changes during a session are promised for the next one; targets are objects of their own. */
export const livepeerCloud: Cloud<LivepeerSimulator> = {
  simulate: (options) =>
    livepeerSimulator({
      ...options,
      accounts: [account("user", userKey, false), account("admin", adminKey, true)],
      webhooks: [{ url: `${hook}/livepeer`, sharedSecret: secret }],
    }),
  adapt: (options) => livepeer({ ...options, ...livepeerSettings }),
  settings: livepeerSettings,
  basePath: "/api",
  authorization: `Bearer ${userKey}`,
  async pushes(read, streamId) {
    const { isActive, multistream } = livepeerStream.parse(await read(`/api/stream/${streamId}`));
    const health = livepeerHealth.parse(await read(`/api/data/stream/${streamId}/health`)).multistream;
    const connected = new Set(health.filter((one) => one.connected.status).map(({ target }) => target.id));
    const pushes = [];
    for (const { id } of multistream.targets) {
      const target = livepeerTarget.parse(await read(`/api/multistream/target/${id}`, `Bearer ${adminKey}`));
      const sends = isActive && connected.has(id);
      pushes.push({ id, to: target.url, name: target.name, isOn: !target.disabled, sends });
    }
    return pushes;
  },
  async account(read) {
    const streams = ids.parse(await read("/api/stream?limit=1000&streamsonly=1"));
    const { userId } = account("user", userKey, false);
    const targets = ids.parse(await read(`/api/multistream/target?limit=1000&userId=${userId}`, `Bearer ${adminKey}`));
    return { streams: streams.map(({ id }) => id), targets: targets.map(({ id }) => id) };
  },
};

const castrStream = z.object({
  platforms: z.array(
    z.object({
      _id: z.string(),
      name: z.string(),
      enabled: z.boolean(),
      server: z.string(),
      key: z.string(),
      broadcasting_status: z.string(),
    }),
  ),
});

const castrStreams = z.object({ docs: z.array(castrStream.extend({ _id: z.string() })) });

const castrSettings = { rateLimits, tokenId: "castr-token-id", tokenSecret: "castr-secret-key" };

/** Castr: every change at once; status by looking only. */
export const castrCloud: Cloud<CastrSimulator> = {
  simulate: (options) => castrSimulator(options),
  adapt: (options) => castr({ ...options, ...castrSettings }),
  settings: castrSettings,
  basePath: "/v2",
  authorization: basic("castr-token-id", "castr-secret-key"),
  async pushes(read, streamId) {
    const { platforms } = castrStream.parse(await read(`/v2/live_streams/${streamId}`));
    return platforms.map(({ _id: id, name, enabled: isOn, server, key, broadcasting_status: status }) => {
      return { id, to: `${server}/${key}`, name, isOn, sends: status === "online" };
    });
  },
  async account(read) {
    const { docs } = castrStreams.parse(await read("/v2/live_streams?page=1&limit=100"));
    const targets = docs.flatMap(({ platforms }) => platforms.map(({ _id: id }) => id));
    return { streams: docs.map(({ _id: id }) => id), targets };
  },
};

function account(name: string, key: string, admin: boolean) {
  const id = `51a1a70b-0000-4000-8000-0000000${admin ? "1" : "0"}00aa`;
  return { userId: id, email: `${name}@simulator.example`, defaultProjectId: `${id}-project`, keys: [{ key }], admin };
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** All of them, by the provider's word. */
export const clouds: Readonly<Record<"mux" | "livepeer" | "castr", Cloud>> = {
  mux: muxCloud,
  livepeer: livepeerCloud,
  castr: castrCloud,
};
