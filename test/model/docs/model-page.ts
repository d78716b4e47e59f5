import { streamTransitions, targetTransitions } from "@polycast/core/provider";
import type { ProviderModel } from "../providers.ts";
import { streamStateWords, targetStateWords } from "../words.ts";
import { capabilityMatrix } from "./capability-matrix.ts";
import { picture } from "./picture.ts";
import { providerFacts } from "./provider-facts.ts";
import { stateMachine } from "./state-machine.ts";
import { statusTables } from "./status-tables.ts";
import { errorList, eventList, reasonList } from "./word-lists.ts";

/** The whole of `docs/model.md`. The same data always gives the same text. */
export function modelPage(providers: readonly ProviderModel[]): string {
  const sections: [title: string, body: string][] = [
    ["In one picture", picture()],
    ["States of a target", stateMachine(targetStateWords, targetTransitions)],
    ["States of a stream", stateMachine(streamStateWords, streamTransitions)],
    ["What each provider can do", capabilityMatrix(providers)],
    ["How the providers differ otherwise", providerFacts(providers)],
    ["What each provider's words mean", statusTables(providers)],
    ["Why a target is not live", reasonList()],
    ["Errors", errorList()],
    ["Events", eventList()],
  ];
  return [
    "<!-- Made by `pnpm gen` from the code and the tables in test/model. Change those, not this page. -->",
    "# The model",
    "One live stream in, many platforms out, whoever carries it. What is wanted, what is observed and what is still open are three things, and every change says when it takes effect.",
    sections.map(([title]) => `[${title}](#${anchor(title)})`).join(" · "),
    ...sections.map(([title, body]) => `## ${title}\n\n${body}`),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/u, "\n");
}

/** The way GitHub makes an anchor of a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}
