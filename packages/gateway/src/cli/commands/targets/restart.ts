import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showChange } from "../../show-targets.ts";
import { targetView } from "../../views.ts";
import { targetPath, targetPlaces } from "./target-words.ts";

/** `polycast targets restart` */
export const restart = apiCommand({
  name: "restart",
  description: "Closes a target's connection and dials again, also after it has failed.",
  args: { ...targetPlaces, ...plainGatewayFlags },
  async act(args, client) {
    const path = `${targetPath(args, "targets restart")}/restart`;
    const json = await client().call("POST", path);
    const target = readAnswer(targetView, json);
    return { text: showChange(`${target.id} is restarted`, target), json };
  },
});
