import { apiCommand, gatewayFlags } from "../../api-command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showTarget } from "../../show-targets.ts";
import { needWord, UsageError } from "../../usage-error.ts";
import { targetView } from "../../views.ts";
import { streamPath, streamPlace } from "../streams/stream-word.ts";
import { destinationFlags, readDestination } from "./destination-flags.ts";
import { hintAtKey } from "./hint-at-key.ts";

/** `polycast targets add` */
export const add = apiCommand({
  name: "add",
  description: "Adds a target to a stream. Its key comes from standard input, a file or a variable.",
  args: {
    ...streamPlace,
    name: { type: "string", description: "Its name, for people." },
    ...destinationFlags,
    rendition: { type: "string", description: "The encoding that is sent. Default source: untouched." },
    "video-only": { type: "boolean", default: false, description: "Send no sound." },
    disabled: { type: "boolean", default: false, description: "Add it switched off." },
    reference: { type: "string", description: "An id of your own." },
    ...gatewayFlags,
  },
  async act(args, client, io) {
    const path = `${streamPath(args.stream, "targets add")}/targets`;
    const name = needWord(args.name ?? args.preset, "--name it gets", "--name Twitch");
    const destination = await readDestination(args, io);
    if (!destination) throw new UsageError("Say where it sends to: --url, or --preset for a platform that is known.");
    const json = await hintAtKey(
      client().call("POST", path, {
        name,
        destination,
        ...(args.rendition === undefined ? {} : { rendition: args.rendition }),
        ...(args["video-only"] ? { videoOnly: true } : {}),
        ...(args.disabled ? { enabled: false } : {}),
        ...(args.reference === undefined ? {} : { reference: args.reference }),
      }),
    );
    const target = readAnswer(targetView, json);
    return { text: `✓ ${target.id} is added.\n${showTarget(target, io.style)}`, json };
  },
});
