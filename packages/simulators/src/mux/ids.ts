import { randomText, randomUuid } from "../kernel/ids.ts";

/** Ids of streams, targets, playback ids, assets and webhooks: letters and digits, as long as the documentation's. */
export const newId = (): string => randomText(44);
/** The key of an ingest: a UUID. */
export const newStreamKey = (): string => randomUuid();
/** For SRT ingest. */
export const newSrtPassphrase = (): string => randomText(32);
/** The secret that signs the events of one endpoint. */
export const newSigningSecret = (): string => randomText(32, "abcdefghijklmnopqrstuvwxyz0123456789");
/** The id of an event. */
export const newEventId = (): string => randomUuid();
