import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import type { CliCommand } from "../../command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showChange } from "../../show-targets.ts";
import { targetView } from "../../views.ts";
import { targetPath, targetPlaces } from "./target-words.ts";

/** `polycast targets enable` */
export const enable: CliCommand = setEnabled("enable", true, "Switches a target on.");

/** `polycast targets disable` */
export const disable: CliCommand = setEnabled("disable", false, "Switches a target off; it keeps its id and its key.");

function setEnabled(name: string, enabled: boolean, description: string): CliCommand {
  return apiCommand({
    name,
    description,
    args: { ...targetPlaces, ...plainGatewayFlags },
    async act(args, client) {
      const path = targetPath(args, `targets ${name}`);
      const json = await client().call("PATCH", path, { enabled });
      const target = readAnswer(targetView, json);
      return { text: showChange(`${target.id} is switched ${enabled ? "on" : "off"}`, target), json };
    },
  });
}
