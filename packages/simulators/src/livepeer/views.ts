import type { StreamRecord, TargetRecord, WebhookRecord } from "./records.ts";

const COUNTERS = {
  sourceSegments: 0,
  transcodedSegments: 0,
  sourceSegmentsDuration: 0,
  transcodedSegmentsDuration: 0,
  sourceBytes: 0,
  transcodedBytes: 0,
};

/** A stream as the API shows it, fields in its order. */
export function toStream(stream: StreamRecord, now: number, undeclared: boolean): Record<string, unknown> {
  const { isHealthy, issues, parentId, streamKey, creatorId, playbackPolicy, recordingSpec, userTags } = stream;
  return {
    lastSeen: stream.isActive ? now : stream.lastSeen,
    isActive: stream.isActive,
    record: stream.record,
    suspended: stream.suspended,
    ...COUNTERS,
    lastTerminatedAt: stream.lastTerminatedAt,
    name: stream.name,
    multistream: stream.multistream,
    ...(playbackPolicy !== undefined && { playbackPolicy }),
    ...(recordingSpec && { recordingSpec }),
    ...(userTags && { userTags }),
    kind: "stream",
    profiles: stream.profiles,
    userId: stream.userId,
    ...(creatorId !== undefined && {
      creatorId: typeof creatorId === "string" ? { type: "unverified", value: creatorId } : creatorId,
    }),
    renditions: {},
    id: stream.id,
    projectId: stream.projectId,
    createdAt: stream.createdAt,
    ...(streamKey !== undefined && { streamKey }),
    playbackId: stream.playbackId,
    createdByTokenName: stream.createdByTokenName,
    ...(parentId !== undefined && { parentId }),
    ...(isHealthy !== undefined && { isHealthy }),
    ...(issues !== undefined && { issues }),
    ...(undeclared && stream.isActive && { region: "sim" }),
  };
}

/** A session, made from the child object that stands for it in the list of streams. */
export function toSession(child: StreamRecord, now: number): Record<string, unknown> {
  const { isHealthy, issues } = child;
  return {
    id: child.id,
    kind: "session",
    parentId: child.parentId,
    userId: child.userId,
    projectId: child.projectId,
    playbackId: child.playbackId,
    name: child.name,
    createdAt: child.createdAt,
    lastSeen: child.isActive ? now : child.lastSeen,
    ...COUNTERS,
    profiles: child.profiles,
    record: child.record,
    recordingStatus: child.record ? "waiting" : "none",
    ...(isHealthy !== undefined && { isHealthy }),
    ...(issues !== undefined && { issues }),
  };
}

/** A target; only admins see its address. */
export function toTarget(target: TargetRecord, admin: boolean): Record<string, unknown> {
  const { url, ...shown } = target;
  return admin ? { ...shown, url } : shown;
}

/** A webhook, with its secret in clear as Livepeer shows it. */
export function toWebhook(webhook: WebhookRecord): Record<string, unknown> {
  return { ...webhook };
}
