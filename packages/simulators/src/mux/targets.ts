import type { ResolvedMuxSettings } from "./settings.ts";
import type { MuxStream, MuxTarget } from "./store.ts";
import type { MuxWebhooks } from "./webhooks.ts";

/** What becomes of targets while their stream goes on. */
export type MuxTargets = {
  /**
   * The encoder is connected. A target that was `fatal` for this asset gets no more attempts: it is `errored` again
   * without having been `starting`, which is assumed.
   */
  starting(stream: MuxStream): void;
  /** Their first attempts have come to an end. */
  settle(stream: MuxStream): void;
  /** The encoder is gone. */
  idle(stream: MuxStream): void;
  break(stream: MuxStream, target: MuxTarget, how: "temporary" | "permanent"): void;
  heal(stream: MuxStream, target: MuxTarget): void;
};

export function createMuxTargets(settings: ResolvedMuxSettings, webhooks: MuxWebhooks): MuxTargets {
  function move(
    stream: MuxStream,
    target: MuxTarget,
    status: MuxTarget["status"],
    severity?: "normal" | "fatal",
  ): void {
    if (target.status === status && target.severity === severity) return;
    target.status = status;
    target.severity = severity;
    webhooks.target(status, stream, target);
  }

  function attempt(stream: MuxStream, target: MuxTarget): void {
    const verdict = verdictOn(stream, target);
    if (verdict === "fatal") target.fatalForAsset = stream.assetId;
    if (verdict) move(stream, target, "errored", verdict);
    else move(stream, target, "broadcasting");
  }

  return {
    starting(stream) {
      for (const target of stream.targets) {
        if (isGivenUp(stream, target)) move(stream, target, "errored", "fatal");
        else move(stream, target, "starting");
      }
    },
    settle(stream) {
      for (const target of stream.targets) if (!isGivenUp(stream, target)) attempt(stream, target);
    },
    idle(stream) {
      for (const target of stream.targets) move(stream, target, "idle");
    },
    break(stream, target, how) {
      target.broken = how;
      if (isTrying(target)) attempt(stream, target);
    },
    heal(stream, target) {
      target.broken = undefined;
      stream.connection.after(settings.timings.targetRetryMs, () => {
        if (isTrying(target)) attempt(stream, target);
      });
    },
  };
}

/**
 * `fatal`: cannot take this input, and is not tried again while the same asset is made. That an SRT target is so with an
 * RTMP source is assumed; the documentation says only that it needs an SRT source.
 */
function verdictOn(stream: MuxStream, target: MuxTarget): "normal" | "fatal" | undefined {
  if (/^srt:/iu.test(target.url) && stream.protocol !== "srt") return "fatal";
  if (target.broken === "permanent") return "fatal";
  return target.broken === "temporary" ? "normal" : undefined;
}

function isGivenUp({ assetId }: MuxStream, { fatalForAsset }: MuxTarget): boolean {
  return fatalForAsset !== undefined && fatalForAsset === assetId;
}

function isTrying({ status, severity }: MuxTarget): boolean {
  return status === "broadcasting" || (status === "errored" && severity === "normal");
}
