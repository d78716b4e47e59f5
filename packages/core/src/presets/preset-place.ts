/** Where a platform is and what its keys look like: all that a destination is resolved, recognised and checked with. */
export type PresetPlace = {
  /** The platform's name for people. */
  readonly label: string;
  /** The server that is dialled: RTMP(S) URL with the application, without the key and without a slash at the end. */
  readonly url: string;
  /** Source of a regular expression that the platform's keys usually match. */
  readonly streamKeyPattern?: string;
  /** Is a `?` in a key part of the key? Absent: no. */
  readonly keyMayContainQuery?: boolean;
  /** Does the platform refuse plain RTMP? Absent: no. */
  readonly rtmpsRequired?: boolean;
  /** Must a person start the broadcast after the media has arrived? Absent: no. */
  readonly needsManualGoLive?: boolean;
  /** Hosts of the platform, lower case: `.example.com` stands for every host below it, `a.example.com` for itself. */
  readonly hostSuffixes: readonly string[];
};

/** What is noticed of a platform that hands out its servers one by one. */
export type UnlistedPlace = Pick<PresetPlace, "label" | "rtmpsRequired" | "needsManualGoLive" | "hostSuffixes">;
