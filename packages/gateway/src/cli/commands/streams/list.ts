import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { limitFlag, listPages, withMore } from "../../list-pages.ts";
import { showStreams } from "../../show-streams.ts";
import { streamView } from "../../views.ts";

/** `polycast streams list` */
export const list = apiCommand({
  name: "list",
  description: "Lists streams, newest first.",
  args: {
    provider: { type: "string", description: "Only those of this instance." },
    reference: { type: "string", description: "Only those with this id of your own." },
    ...limitFlag,
    ...plainGatewayFlags,
  },
  async act({ provider, reference, limit }, client, { style }) {
    const query = { provider, reference };
    const listed = await listPages(client, "/v1/streams", { schema: streamView, query, limit });
    return { text: withMore(showStreams(listed.items, style), listed), json: listed.json };
  },
});
