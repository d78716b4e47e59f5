import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showWholeTarget } from "../../show-targets.ts";
import { targetView } from "../../views.ts";
import { targetPath, targetPlaces } from "./target-words.ts";

/** `polycast targets get` */
export const get = apiCommand({
  name: "get",
  description: "Shows a target, with its whole name and all that is worth knowing about it.",
  args: { ...targetPlaces, ...plainGatewayFlags },
  async act(args, client, { style }) {
    const json = await client().call("GET", targetPath(args, "targets get"));
    return { text: showWholeTarget(readAnswer(targetView, json), style), json };
  },
});
