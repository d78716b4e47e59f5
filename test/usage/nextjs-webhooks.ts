/** `app/webhooks/[provider]/route.ts`: one route for the webhooks of every provider. @module */
import { createWebhookReceiver, type TargetProviderEvent } from "@polycast/core";
import { livepeer } from "@polycast/livepeer";
import { mux } from "@polycast/mux";

// Secrets come from MUX_WEBHOOK_SECRET and LIVEPEER_WEBHOOK_SECRET.
const receiver = createWebhookReceiver({ providers: { mux: mux(), livepeer: livepeer() } })
  .on("target.live", (event) => notify(`${event.targetId} is on air`))
  .on("target.retrying", (event) => notify(`${event.targetId} is in trouble: ${why(event)}`))
  .on("target.failed", (event) => notify(`${event.targetId} gave up: ${why(event)}`))
  .on("stream.ended", (event) => notify(`The show on ${event.streamId} is over`))
  .onError(({ provider, during, error }) => console.error(`Webhook of ${provider ?? "nobody"}, ${during}:`, error));

type Context = { params: Promise<{ provider: string }> };

/** Verified by signature before anything runs; a handler that throws makes the provider deliver again. */
export const POST = async (request: Request, context: Context): Promise<Response> => {
  const { provider } = await context.params;
  return receiver.handle(request, { provider });
};

function why({ status }: TargetProviderEvent): string {
  return status.reason?.message ?? "nobody says why";
}

async function notify(text: string): Promise<void> {
  const url = process.env["CHAT_WEBHOOK_URL"];
  if (url === undefined) return console.log(text);
  const answer = await fetch(url, { method: "POST", body: JSON.stringify({ text }) });
  if (!answer.ok) throw new Error(`The chat answered ${answer.status}.`);
}
