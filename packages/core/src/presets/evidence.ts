/** Ingest servers, limits and keyframe intervals as the OBS Studio project lists them, with the platforms' help. */
export const obsServices =
  "https://github.com/obsproject/obs-studio/blob/f86e9c1d/plugins/rtmp-services/data/services.json";

/** The day on which every record was last checked. */
export const verifiedAt = "2026-11-22";

/** What every RTMP server takes, and nearly all of them only that. */
export const h264AndAac = { video: ["h264"], audio: ["aac"] } as const;
