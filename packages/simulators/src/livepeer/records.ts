import type { NewStream, Profile } from "./schemas.ts";

/** A target as a stream refers to it. */
export type TargetReference = { profile: string; videoOnly?: boolean | undefined; id: string };

/** A stream as it is stored, or one of its sessions: then `parentId` is there. Fields are in the order of the wire. */
export type StreamRecord = {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly projectId: string;
  readonly createdAt: number;
  readonly parentId?: string;
  readonly streamKey?: string;
  readonly playbackId: string;
  readonly createdByTokenName: string;
  readonly lastSeen: number;
  readonly isActive: boolean;
  readonly isHealthy?: boolean | null;
  readonly issues?: readonly string[] | null;
  readonly record: boolean;
  readonly suspended: boolean;
  readonly lastTerminatedAt: number | null;
  readonly multistream: { readonly targets: readonly TargetReference[] };
  readonly profiles: readonly Profile[];
} & Pick<NewStream, "creatorId" | "playbackPolicy" | "recordingSpec" | "userTags">;

/** A target as it is stored. */
export type TargetRecord = {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly url: string;
  readonly disabled: boolean;
  readonly createdAt: number;
};

/** How the last delivery of a webhook went. */
export type WebhookStatus = {
  readonly lastTriggeredAt: number;
  readonly lastFailure?: {
    readonly timestamp: number;
    readonly statusCode?: number;
    readonly error?: string;
    readonly response?: string;
  };
};

/** A webhook as it is stored. */
export type WebhookRecord = {
  readonly id: string;
  readonly name: string;
  readonly kind: "webhook";
  readonly userId: string;
  readonly projectId: string;
  readonly createdAt: number;
  readonly url: string;
  readonly events: readonly string[];
  readonly sharedSecret?: string | undefined;
  readonly streamId?: string | undefined;
  readonly status: WebhookStatus;
};
