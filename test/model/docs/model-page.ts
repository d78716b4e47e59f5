import { streamTransitions, targetTransitions } from "@polycast/core/provider";
import { streamStateWords, targetStateWords } from "../words.ts";
import { page } from "./page.ts";
import { picture } from "./picture.ts";
import { stateMachine } from "./state-machine.ts";
import { errorList, eventList, reasonList } from "./word-lists.ts";

/** The whole of `docs/model.md`. */
export function modelPage(): string {
  return page(
    "The model",
    "One live stream in, many platforms out, whoever carries it. What is wanted, what is observed and what is still open are three things, and every change says when it takes effect. What each provider makes of it is on the page [Providers](providers.md).",
    [
      ["In one picture", picture()],
      ["States of a target", stateMachine(targetStateWords, targetTransitions)],
      ["States of a stream", stateMachine(streamStateWords, streamTransitions)],
      ["Why a target is not live", reasonList()],
      ["Errors", errorList()],
      ["Events", eventList()],
    ],
  );
}
