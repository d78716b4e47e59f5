import { unlistedPlaces } from "./unlisted-places.ts";

/** A platform that people ask for and that has no server to list. */
export type PlatformWithoutServer = {
  readonly name: string;
  readonly label: string;
  /** Why there is no preset, and what to do instead. */
  readonly why: string;
  /** Does the platform refuse plain RTMP? */
  readonly rtmpsRequired?: boolean;
  /** Must a person start the broadcast after the media has arrived? */
  readonly needsManualGoLive?: boolean;
  /** Hosts of the platform, as in a preset. */
  readonly hostSuffixes?: readonly string[];
};

/** Platforms that can be a destination by URL only, with the reason. */
export const platformsWithoutServer: readonly PlatformWithoutServer[] = [
  {
    name: "instagram",
    ...unlistedPlaces.instagram,
    why: "Live Producer hands out a new server and a new key for each broadcast. Copy both from there.",
  },
  {
    name: "tiktok",
    label: "TikTok",
    why: "Server and key are issued for each session, to accounts that were granted a key. Copy both from the live page.",
  },
  {
    name: "linkedin",
    label: "LinkedIn Live",
    why: "Each event has its own server and key. Copy both from the event.",
    needsManualGoLive: true,
  },
  {
    name: "telegram",
    ...unlistedPlaces.telegram,
    why: "The server depends on the data centre of the chat. Copy server and key from the chat's live stream dialog.",
  },
  {
    name: "amazon-ivs",
    ...unlistedPlaces["amazon-ivs"],
    why: "Each channel has an ingest host of its own. Copy it from the channel.",
  },
  {
    name: "dacast",
    label: "Dacast",
    why: "Each channel has encoder settings of its own. Copy server and key from the channel.",
  },
  {
    name: "youtube-hls",
    label: "YouTube (HLS)",
    why: "It takes segments over HTTPS, not RTMP or SRT. Use the youtube preset.",
  },
];
