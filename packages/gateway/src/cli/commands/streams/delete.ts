import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { streamPath, streamPlace } from "./stream-word.ts";

/** `polycast streams delete` */
export const remove = apiCommand({
  name: "delete",
  description: "Deletes a stream with its targets, at the provider too.",
  args: { ...streamPlace, ...plainGatewayFlags },
  async act({ stream }, client) {
    const path = streamPath(stream, "streams delete");
    // A deletion that must wait is answered with what is left.
    const json = await client().call("DELETE", path);
    return json === undefined
      ? { text: `✓ ${stream} is deleted.`, json: { deleted: true } }
      : { text: `✓ ${stream} is deleted as soon as its provider allows it.`, json };
  },
});
