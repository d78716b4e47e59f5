import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { limitFlag, listPages, withMore } from "../../list-pages.ts";
import { showTargets } from "../../show-targets.ts";
import { UsageError } from "../../usage-error.ts";
import { targetView } from "../../views.ts";
import { streamPath, streamPlace } from "../streams/stream-word.ts";

/** `polycast targets list` */
export const list = apiCommand({
  name: "list",
  description: "Lists the targets of a stream, or of all streams, e.g. --state failed.",
  args: {
    ...streamPlace,
    state: { type: "string", description: "Of all streams: only those in this state." },
    provider: { type: "string", description: "Of all streams: only those of this instance." },
    ...limitFlag,
    ...plainGatewayFlags,
  },
  async act({ stream, state, provider, limit }, client, { style }) {
    if (stream === undefined) {
      const options = { schema: targetView, query: { state, provider }, limit };
      const listed = await listPages(client, "/v1/targets", options);
      return { text: withMore(showTargets(listed.items, style, true), listed), json: listed.json };
    }
    if (state !== undefined || provider !== undefined) {
      throw new UsageError("--state and --provider are for the targets of all streams: leave out the stream.");
    }
    const path = `${streamPath(stream, "targets list")}/targets`;
    const listed = await listPages(client, path, { schema: targetView, limit });
    return { text: withMore(showTargets(listed.items, style), listed), json: listed.json };
  },
});
