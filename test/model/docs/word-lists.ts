import { isRetryableCode, reasonCodes, errorCodes, streamEventTypes, targetEventTypes } from "@polycast/core/provider";
import { errorGroups, errorWords, eventKinds, eventWords, reasonWords } from "../words.ts";
import { code, table } from "./markdown.ts";

/** Why a target is not live. */
export function reasonList(): string {
  return table(
    ["reason", "meaning"],
    reasonCodes.map((reason) => [code(reason), reasonWords[reason]]),
  );
}

/** The error codes, grouped by what to do next. */
export function errorList(): string {
  const rows = errorGroups.flatMap((group) =>
    errorCodes
      .filter((error) => errorWords[error].next === group)
      .map((error, index) => [
        index === 0 ? `**${group}**` : "",
        code(error),
        errorWords[error].meaning,
        isRetryableCode(error) ? "yes" : "",
      ]),
  );
  return table(["next", "code", "meaning", "`retryable`"], rows);
}

/** The event types, by what kind of thing they tell. */
export function eventList(): string {
  const types = [...streamEventTypes, ...targetEventTypes];
  const rows = eventKinds.flatMap((kind) =>
    types
      .filter((type) => eventWords[type].kind === kind)
      .map((type, index) => [index === 0 ? `**${kind}**` : "", code(type), eventWords[type].meaning]),
  );
  return table(["", "type", "meaning"], rows);
}
