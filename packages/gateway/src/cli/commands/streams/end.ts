import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { readAnswer } from "../../read-answer.ts";
import { streamView } from "../../views.ts";
import { streamPath, streamPlace } from "./stream-word.ts";

/** `polycast streams end` */
export const end = apiCommand({
  name: "end",
  description: "Ends the running session; the encoder may return.",
  args: { ...streamPlace, ...plainGatewayFlags },
  async act({ stream }, client) {
    const path = `${streamPath(stream, "streams end")}/end`;
    const json = await client().call("POST", path);
    const { id } = readAnswer(streamView, json);
    return { text: `✓ The session of ${id} is ended.`, json };
  },
});
