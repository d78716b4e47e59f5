import * as z from "zod";

/** The platforms that Polycast knows a server for. A platform that hands out a server per broadcast has none. */
export const presetNames = [
  "twitch",
  "youtube",
  "youtube-backup",
  "facebook",
  "kick",
  "x",
  "vimeo",
  "rumble",
  "trovo",
  "dlive",
  "steam",
  "bilibili",
  "chzzk",
  "nimo",
  "picarto",
  "soop",
  "soop-global",
  "restream",
  "castr",
  "livepeer",
  "mux",
  "api-video",
  "cloudflare",
] as const;

export const presetNameSchema = z.enum(presetNames);
export type PresetName = z.infer<typeof presetNameSchema>;
