import { defined, destinationNotices, type Notice, type StreamStatus, type Target } from "@polycast/core/provider";
import { readDestination, redactPlatform } from "./destination-fields.ts";
import { isLinked, linkedNotice } from "./linked.ts";
import { mapTargetStatus, type Reading } from "./map-status.ts";
import type { Platform } from "./wire/platform.ts";

/** The model's view of a platform. */
export function toTarget(
  platform: Platform,
  stream: { id: string; status: Pick<StreamStatus, "state"> },
  reading: Reading,
): Target {
  const { _id, template, enabled } = platform;
  const destination = redactPlatform(platform);
  return defined({
    id: _id,
    streamId: stream.id,
    provider: "castr",
    name: platform.name ?? destination.host ?? template ?? _id,
    destination,
    enabled: enabled !== false,
    rendition: "source",
    status: mapTargetStatus(platform, stream.status, reading),
    notices: noticesOf(platform),
    providerMetadata: template === undefined ? undefined : { castr: { template } },
  });
}

function noticesOf(platform: Platform): Notice[] {
  if (isLinked(platform)) return [linkedNotice];
  const destination = readDestination(platform);
  const notices = destination ? destinationNotices(destination) : [];
  return platform.name === undefined ? [...notices, nameNotice] : notices;
}

const nameNotice: Notice = {
  code: "name_not_stored",
  message: "Castr did not answer the target's name: the host of its destination stands in for it.",
};
