import { apiCommand, gatewayFlags } from "../../api-command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showChange } from "../../show-targets.ts";
import { UsageError } from "../../usage-error.ts";
import { targetView } from "../../views.ts";
import { destinationFlags, readDestination } from "./destination-flags.ts";
import { hintAtKey } from "./hint-at-key.ts";
import { targetPath, targetPlaces } from "./target-words.ts";

/** `polycast targets update` */
export const update = apiCommand({
  name: "update",
  description: "Changes a target; what is not named stays.",
  args: {
    ...targetPlaces,
    name: { type: "string", description: "Its name, for people." },
    ...destinationFlags,
    rendition: { type: "string", description: "The encoding that is sent; source: untouched." },
    "video-only": { type: "boolean", description: "Send no sound; --no-video-only sends it again." },
    reference: { type: "string", description: "An id of your own." },
    ...gatewayFlags,
  },
  async act(args, client, io) {
    const path = targetPath(args, "targets update");
    const { name, rendition, reference, "video-only": videoOnly } = args;
    const patch = { name, rendition, videoOnly, reference, destination: await readDestination(args, io) };
    if (Object.values(patch).every((value) => value === undefined)) {
      throw new UsageError("Say what changes: --name, --url or --preset, --rendition, --video-only or --reference.");
    }
    const json = await hintAtKey(client().call("PATCH", path, patch));
    const target = readAnswer(targetView, json);
    return { text: showChange(`${target.id} is changed`, target), json };
  },
});
