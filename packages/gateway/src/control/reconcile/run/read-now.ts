import type { Stream } from "@polycast/core";
import type { StreamRecord } from "../../../store/index.ts";
import { beforeAnswer } from "../../observing/take-answer.ts";
import { CALL_MS, type Pass } from "./pass.ts";

/** Reads a stream at its provider and takes in what it says. @throws MultistreamError */
export async function readNow({ tools, instance }: Pass, { id, providerId }: StreamRecord): Promise<Stream> {
  const taker = beforeAnswer(tools, id, { isRead: true });
  const answer = await instance.call((context) => instance.adapter.streams.get(providerId, context), CALL_MS);
  taker.stream(answer);
  return answer;
}
