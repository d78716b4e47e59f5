import * as z from "zod";
import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showIngest, showStream } from "../../show-streams.ts";
import { needWord } from "../../usage-error.ts";
import { ingestView, streamView } from "../../views.ts";

const answerSchema = z.object({ stream: streamView, ingest: z.array(ingestView) });

/** `polycast streams create` */
export const create = apiCommand({
  name: "create",
  description: "Creates a stream; the answer has the address and the key for your encoder.",
  args: {
    name: { type: "positional", required: false, description: "Its name, for people." },
    provider: { type: "string", description: "The instance that carries it. Default: the gateway's default." },
    reference: { type: "string", description: "An id of your own." },
    disabled: { type: "boolean", default: false, description: "Let no encoder in yet." },
    ...plainGatewayFlags,
  },
  async act({ name, provider, reference, disabled }, client, { style }) {
    const body = {
      name: needWord(name, "name it gets", 'polycast streams create "Friday show"'),
      ...(provider === undefined ? {} : { provider }),
      ...(reference === undefined ? {} : { reference }),
      ...(disabled ? { enabled: false } : {}),
    };
    const json = await client().call("POST", "/v1/streams", body);
    const { stream, ingest } = readAnswer(answerSchema, json);
    const text = [
      `✓ ${stream.id} is created.`,
      showStream({ ...stream, targets: undefined }, style),
      "",
      "Your encoder sends to this; keep the key to yourself:",
      showIngest(ingest, style),
      "",
      `Add a target: polycast targets add ${stream.id} --help`,
    ].join("\n");
    return { text, json };
  },
});
