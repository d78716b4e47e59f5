import { createStreamSchema, streamSchema, updateTargetSchema } from "@polycast/core/provider";
import * as z from "zod";
import { rawRequest } from "./http-load.ts";

/** The requests that are compared; see `gatewayRequests`. */
export const requestNames = ["read", "refused", "repeated", "changed"] as const;
export type RequestName = (typeof requestNames)[number];

/** Makes the next request of a kind. */
type Requests = Record<RequestName, () => Buffer>;

/** What the gateway answers to them, which the reference answers too. */
export type RecordedAnswers = Record<Exclude<RequestName, "changed">, string>;

const TARGETS = 5;
const createdSchema = z.object({ stream: streamSchema });

/** A stream to be made, with five targets. */
export function streamInput(name: string): unknown {
  const targets = Array.from({ length: TARGETS }, (_, index) => ({
    name: `target ${index}`,
    destination: { url: `rtmp://live-${index}.example.com/app`, streamKey: `key-${index}-of-${name}` },
  }));
  return { name, reference: `show-${name}`, metadata: { app: "bench" }, targets };
}

/**
 * Makes a stream with five targets at a gateway, and the requests about it: `read` gets it; `refused` asks for another
 * stream with a body that is wrong in one place; `repeated` gives a target the name that it has; `changed` gives it
 * another one each time.
 *
 * @throws Error where the schemas do not find in the bodies what is expected of them
 */
export async function gatewayRequests(
  port: number,
  apiKey: string,
): Promise<{ requests: Requests; answers: RecordedAnswers; statuses: Record<RequestName, number> }> {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const ask = async (method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: toBody(body) });
    return { status: answer.status, text: await answer.text() };
  };
  const made = await ask("POST", "/v1/streams", streamInput("bench"));
  const { stream } = createdSchema.parse(JSON.parse(made.text));
  const [target] = stream.targets ?? [];
  if (target === undefined) throw new Error(`The gateway made no target: ${made.text}`);
  const streamPath = `/v1/streams/${stream.id}`;
  const targetPath = `${streamPath}/targets/${target.id}`;
  const wrong = JSON.stringify(streamInput("x")).replace('"name":"target 3"', '"name":""');
  const same = { name: target.name };
  if (createStreamSchema.safeParse(JSON.parse(wrong)).success) throw new Error("The wrong body is right");
  updateTargetSchema.parse(same);

  const read = await ask("GET", streamPath);
  const refused = await ask("POST", "/v1/streams", JSON.parse(wrong));
  const repeated = await ask("PATCH", targetPath, same);
  const onWire = {
    read: rawRequest(streamPath, { authorization: headers.authorization }, "", "GET"),
    refused: rawRequest("/v1/streams", headers, wrong),
    repeated: rawRequest(targetPath, headers, JSON.stringify(same), "PATCH"),
  };
  let count = 0;
  return {
    requests: {
      read: () => onWire.read,
      refused: () => onWire.refused,
      repeated: () => onWire.repeated,
      changed: () => rawRequest(targetPath, headers, JSON.stringify({ name: `name ${(count += 1)}` }), "PATCH"),
    },
    answers: { read: read.text, refused: refused.text, repeated: repeated.text },
    statuses: { read: 200, refused: 422, repeated: 200, changed: 200 },
  };
}

function toBody(body: unknown): string | null {
  return body === undefined ? null : JSON.stringify(body);
}
