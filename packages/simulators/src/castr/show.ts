import type { HookRecord, PlatformRecord, StreamRecord } from "./store.ts";

/** Who owns everything; two of the ids that Castr shows with each stream. */
export type Account = { user: string; organization: string };

const statusWord = ({ online }: { online: boolean }) => (online ? "online" : "offline");

/** A platform as POST shows it: without a status. */
export function showPlatform({ id, template, name, enabled, server, key, metadata }: PlatformRecord) {
  return {
    _id: id,
    template,
    ...(name !== undefined && { name }),
    enabled,
    ...(server !== undefined && { server }),
    ...(key !== undefined && { key }),
    ...(metadata !== undefined && { metadata }),
  };
}

function showWithStatus(platform: PlatformRecord) {
  return { ...showPlatform(platform), broadcasting_status: statusWord(platform.status) };
}

/** A stream as POST shows it: without a status of its own. */
export function showNewStream(stream: StreamRecord, account: Account) {
  const player = `https://player.castr.com/${stream.slug}`;
  return {
    _id: stream.id,
    name: stream.name,
    enabled: stream.enabled,
    ingest: {
      server: "rtmp://live.castr.com/static",
      // One opaque value with a query in it, as Castr answers it.
      key: `${stream.slug}?password=${stream.password}`,
    },
    playback: {
      embed_url: player,
      embed_audio_url: `${player}?onlyAudio=true`,
      // `null` on Castr's create sample, an address on its sample of a used stream; until when is assumed.
      hls_url:
        stream.onlineAt === undefined ? null : `https://stream.castr.com/${account.user}/${stream.slug}/index.m3u8`,
    },
    platforms: Array.from(stream.platforms.values(), showWithStatus),
    settings: stream.settings,
    user: account.user,
    organization: account.organization,
    environment: "production",
    creation_time: new Date(stream.createdAt).toISOString(),
  };
}

/** A stream as GET and lists show it: with its status, and only while online with pull addresses and a picture. */
export function showStream(stream: StreamRecord, account: Account) {
  return {
    ...showNewStream(stream, account),
    broadcasting_status: statusWord(stream.status),
    ...(stream.status.online && { pull_urls: pullUrls(stream), thumb_url: `${edge("https", stream)}/preview.mp4` }),
  };
}

/** What the media server says of a stream that is online; the shape is a user's transcript, the numbers are made up. */
export function showStats(stream: StreamRecord, now: number) {
  const sending = stream.encoder === "sending";
  const [video, audio] = sending ? [1200, 133] : [0, 0];
  return {
    status: "running",
    bitrate: video + audio,
    last_dts: now - (stream.onlineAt ?? now),
    push_stats: {},
    alive: sending,
    retry_count: 0,
    opened_at: stream.onlineAt,
    media_info: {
      flow_type: "stream",
      tracks: [
        { track_id: "v1", content: "video", codec: "h264", width: 1280, height: 720, fps: 30, bitrate: video },
        { track_id: "a1", content: "audio", codec: "aac", sample_rate: 48_000, channels: 2, bitrate: audio },
      ],
    },
    pull_urls: pullUrls(stream),
  };
}

/** Assumed: no page shows an endpoint. */
export function showHook({ id, url, enabled, liveStream, createdAt }: HookRecord) {
  return {
    _id: id,
    url,
    enabled,
    ...(liveStream !== undefined && { live_stream: liveStream }),
    creation_time: new Date(createdAt).toISOString(),
  };
}

function edge(scheme: string, { slug }: StreamRecord): string {
  return `${scheme}://sg-2.castr.io/${slug}`;
}

function pullUrls(stream: StreamRecord) {
  return {
    rtmp: edge("rtmp", stream),
    srt: `srt://sg-2.castr.io:9998/?streamid=#!::r=${stream.slug},m=request`,
  };
}
