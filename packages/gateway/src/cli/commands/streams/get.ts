import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showStream } from "../../show-streams.ts";
import { streamView } from "../../views.ts";
import { streamPath, streamPlace } from "./stream-word.ts";

/** `polycast streams get` */
export const get = apiCommand({
  name: "get",
  description: "Shows a stream with its targets.",
  args: { ...streamPlace, ...plainGatewayFlags },
  async act({ stream }, client, { style }) {
    const path = streamPath(stream, "streams get");
    const json = await client().call("GET", path);
    return { text: showStream(readAnswer(streamView, json), style), json };
  },
});
