import * as z from "zod";
import { apiCommand, plainGatewayFlags } from "../../api-command.ts";
import { readAnswer } from "../../read-answer.ts";
import { showIngest } from "../../show-streams.ts";
import { ingestView } from "../../views.ts";
import { streamPath, streamPlace } from "./stream-word.ts";

const answerSchema = z.object({ data: z.array(ingestView) });

/** `polycast streams ingest` */
export const ingest = apiCommand({
  name: "ingest",
  description: "Shows where the encoder sends to, with its key. The API key needs the scope ingest.",
  args: { ...streamPlace, ...plainGatewayFlags },
  async act({ stream }, client, { style }) {
    const path = `${streamPath(stream, "streams ingest")}/ingest`;
    const json = await client().call("GET", path);
    return { text: showIngest(readAnswer(answerSchema, json).data, style), json };
  },
});

/** `polycast streams rotate` */
export const rotate = apiCommand({
  name: "rotate",
  description: "Makes a new key for the encoder; who uses the old one is disconnected.",
  args: { ...streamPlace, ...plainGatewayFlags },
  async act({ stream }, client, { style }) {
    const path = `${streamPath(stream, "streams rotate")}/ingest/rotate`;
    const json = await client().call("POST", path);
    const text = `✓ The old key is void. From now on:\n${showIngest(readAnswer(answerSchema, json).data, style)}`;
    return { text, json };
  },
});
