import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showChange } from "../../show-targets.ts";
import { UsageError } from "../../usage-error.ts";
import { streamView } from "../../views.ts";
import { streamPath, streamPlace } from "./stream-word.ts";

/** `polycast streams update` */
export const update = apiCommand({
  name: "update",
  description: "Changes what a stream is called.",
  args: {
    ...streamPlace,
    name: { type: "string", description: "Its name, for people." },
    reference: { type: "string", description: "An id of your own." },
    ...plainGatewayFlags,
  },
  async act({ stream, name, reference }, client) {
    const path = streamPath(stream, "streams update");
    if (name === undefined && reference === undefined) throw new UsageError("Say what changes: --name or --reference.");
    const json = await client().call("PATCH", path, { name, reference });
    const answer = readAnswer(streamView, json);
    return { text: showChange(`${answer.id} is changed`, answer), json };
  },
});
