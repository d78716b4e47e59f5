import * as z from "zod";
import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showChange } from "../../show-targets.ts";
import { targetView } from "../../views.ts";
import { targetPath, targetPlaces } from "./target-words.ts";

const answerSchema = z.object({ pending: targetView.shape.pending });

/** `polycast targets delete` */
export const remove = apiCommand({
  name: "delete",
  description: "Deletes a target; a provider may do it later.",
  args: { ...targetPlaces, ...plainGatewayFlags },
  async act(args, client) {
    const path = targetPath(args, "targets delete");
    const json = (await client().call("DELETE", path)) ?? { deleted: true };
    return { text: showChange(`${args.target} is deleted`, readAnswer(answerSchema, json)), json };
  },
});
