import { readAudioTag } from "../flv/audio-tag.ts";
import type { AudioCodec, VideoCodec } from "../flv/codec.ts";
import { FlvError } from "../flv/flv-error.ts";
import { isMetadata } from "../flv/metadata.ts";
import { readVideoTag } from "../flv/video-tag.ts";
import type { MediaMessage } from "../rtmp/message.ts";
import type { MessageRole } from "./gop-cache.ts";
import type { Track } from "./timeline.ts";

/** A message in the terms of the hub. */
export type Classified = {
  track: Track;
  role: MessageRole;
  /** Absent for data, and for commands that name none. */
  codec?: VideoCodec | AudioCodec;
  isCoded: boolean;
  isKeyframe: boolean;
  /** Track within audio or video (enhanced multitrack). */
  trackId: number;
  /** Where set-up is kept; empty for everything else. */
  headerSlot: string;
};

/** Reads what a message is; `undefined` when its payload is no tag. */
export function classify(message: MediaMessage): Classified | undefined {
  try {
    switch (message.typeId) {
      case 8:
        return classifyAudio(message.payload);
      case 9:
        return classifyVideo(message.payload);
      case 18:
        return classifyData(message.payload);
    }
  } catch (error) {
    if (error instanceof FlvError) return undefined;
    throw error;
  }
}

function classifyAudio(payload: Buffer): Classified {
  const { codec, isCoded, trackId, headerSlot } = readAudioTag(payload);
  const role = headerSlot === "" ? "audio" : "header";
  return { track: "audio", role, codec, isCoded, isKeyframe: false, trackId, headerSlot };
}

function classifyVideo(payload: Buffer): Classified {
  const { codec, isCoded, isKeyframe, trackId, headerSlot } = readVideoTag(payload);
  const role = headerSlot === "" ? "video" : "header";
  const known = isCoded || headerSlot !== "" ? { codec } : {};
  return { track: "video", role, ...known, isCoded, isKeyframe, trackId, headerSlot };
}

function classifyData(payload: Buffer): Classified {
  const headerSlot = isMetadata(payload) ? "metadata" : "";
  const role = headerSlot === "" ? "data" : "header";
  return { track: "data", role, isCoded: false, isKeyframe: false, trackId: 0, headerSlot };
}
