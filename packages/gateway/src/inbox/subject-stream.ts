import type { Translation } from "@polycast/core/provider";

/** The provider's id of the stream that a webhook is about; absent where it does not say. */
export function subjectStream({ observations, readAgain }: Translation): string | undefined {
  if (readAgain?.streamId !== undefined) return readAgain.streamId;
  const [first] = observations;
  return first && "streamId" in first ? first.streamId : undefined;
}
