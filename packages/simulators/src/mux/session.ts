import { newId } from "./ids.ts";
import type { ResolvedMuxSettings } from "./settings.ts";
import { type MuxStream, reconnectWindowOf } from "./store.ts";
import type { MuxTargets } from "./targets.ts";
import type { MuxWebhooks } from "./webhooks.ts";

/** The life of a stream's broadcasts. */
export type MuxSessions = {
  /** @throws Error when the stream does not take an encoder now */
  connect: (stream: MuxStream, protocol: "rtmp" | "srt") => void;
  /** @throws Error when there is no encoder */
  drop: (stream: MuxStream) => void;
  /** @throws Error when no encoder is waited for */
  resume: (stream: MuxStream) => void;
  /** The broadcast, if there is one, is over at once. */
  stop: (stream: MuxStream) => void;
  /** As `stop`, and the encoder stays connected for a minute. */
  complete: (stream: MuxStream) => void;
  disable: (stream: MuxStream) => void;
  enable: (stream: MuxStream) => void;
};

const RECENT_ASSETS = 10;

export function createMuxSessions(
  settings: ResolvedMuxSettings,
  targets: MuxTargets,
  webhooks: MuxWebhooks,
): MuxSessions {
  const { timings } = settings;

  /** After a reconnect the same three events follow again, with the same asset: assumed. */
  function begin(stream: MuxStream): void {
    stream.phase = "connected";
    stream.connection.clear();
    if (stream.assetId === undefined) {
      stream.assetId = newId();
      stream.recentAssetIds = [...stream.recentAssetIds, stream.assetId].slice(-RECENT_ASSETS);
    }
    webhooks.stream("connected", stream);
    targets.starting(stream);
    stream.connection.after(timings.firstFrameMs, () => {
      stream.phase = "recording";
      webhooks.stream("recording", stream);
      stream.connection.after(timings.activeMs, () => activate(stream));
    });
    stream.connection.after(timings.targetConnectMs, () => targets.settle(stream));
  }

  function activate(stream: MuxStream): void {
    stream.phase = "active";
    const isFirst = stream.status !== "active";
    stream.status = "active";
    webhooks.stream("active", stream);
    if (!isFirst) return;
    stream.session.after(stream.fields.max_continuous_duration * 1000, () => stop(stream));
    if (stream.fields.test) stream.session.after(timings.testLimitMs, () => disable(stream));
  }

  /** The encoder is gone. The stream's status does not change, its targets go to `idle`. */
  function lose(stream: MuxStream): void {
    stream.phase = "away";
    stream.connection.clear();
    webhooks.stream("disconnected", stream);
    targets.idle(stream);
  }

  function finish(stream: MuxStream): void {
    stream.phase = "off";
    stream.session.clear();
    stream.connection.clear();
    stream.assetId = undefined;
    stream.protocol = undefined;
    stream.status = "idle";
    webhooks.stream("idle", stream);
  }

  /** That a broadcast which the API ends is reported as `disconnected`, then `idle`, is assumed. */
  function stop(stream: MuxStream): void {
    if (stream.phase === "ending") hangUp(stream);
    if (stream.phase === "off") return;
    if (stream.phase !== "away") lose(stream);
    finish(stream);
  }

  function disable(stream: MuxStream): void {
    if (stream.status === "disabled") return;
    stop(stream);
    stream.status = "disabled";
    webhooks.stream("disabled", stream);
  }

  return {
    stop,
    disable,
    connect(stream, protocol) {
      if (stream.status === "disabled") throw new Error("The stream is disabled and takes no encoder.");
      if (stream.phase === "ending") hangUp(stream);
      if (stream.phase !== "off" && stream.phase !== "away") throw new Error("The stream has an encoder already.");
      stream.protocol = protocol;
      begin(stream);
    },
    drop(stream) {
      if (stream.phase === "ending") return hangUp(stream);
      if (stream.phase === "off" || stream.phase === "away") throw new Error("The stream has no encoder.");
      lose(stream);
      stream.connection.after(reconnectWindowOf(stream.fields) * 1000, () => finish(stream));
    },
    resume(stream) {
      if (stream.phase !== "away") throw new Error("The stream does not wait for an encoder.");
      begin(stream);
    },
    complete(stream) {
      const hadEncoder = ["connected", "recording", "active"].includes(stream.phase);
      if (stream.phase !== "ending") stop(stream);
      if (!hadEncoder) return;
      stream.phase = "ending";
      stream.session.after(timings.closeAfterCompleteMs, () => hangUp(stream));
    },
    enable(stream) {
      if (stream.status !== "disabled") return;
      stream.status = "idle";
      webhooks.stream("enabled", stream);
    },
  };
}

function hangUp(stream: MuxStream): void {
  stream.phase = "off";
  stream.session.clear();
}
