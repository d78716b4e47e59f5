import type { PushDestination } from "../push/destination.ts";
import type { WantedTarget } from "./messages.ts";

/** What a pusher is told to dial. */
export function destinationOf({ plan, acceptedVideoCodecs, acceptedAudioCodecs }: WantedTarget): PushDestination {
  return {
    ...plan,
    ...(acceptedVideoCodecs ? { acceptedVideoCodecs } : {}),
    ...(acceptedAudioCodecs ? { acceptedAudioCodecs } : {}),
  };
}
