import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import type { CliCommand } from "../../command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showChange } from "../../show-targets.ts";
import { streamView } from "../../views.ts";
import { streamPath, streamPlace } from "./stream-word.ts";

/** `polycast streams enable` */
export const enable: CliCommand = setEnabled("enable", true, "Lets encoders in.");

/** `polycast streams disable` */
export const disable: CliCommand = setEnabled("disable", false, "Lets no encoder in; a running session ends.");

function setEnabled(name: string, enabled: boolean, description: string): CliCommand {
  return apiCommand({
    name,
    description,
    args: { ...streamPlace, ...plainGatewayFlags },
    async act({ stream }, client) {
      const path = streamPath(stream, `streams ${name}`);
      const json = await client().call("PATCH", path, { enabled });
      const answer = readAnswer(streamView, json);
      return { text: showChange(`${answer.id} is switched ${enabled ? "on" : "off"}`, answer), json };
    },
  });
}
