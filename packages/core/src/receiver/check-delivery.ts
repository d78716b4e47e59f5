import type { VerifyOptions, WebhookDelivery } from "../contract/webhooks.ts";
import { isMultistreamError } from "../errors/multistream-error.ts";
import type { WebhookVerificationReason } from "../errors/webhook-verification-error.ts";
import type { Refusal } from "./answers.ts";
import type { Incoming, Sender } from "./intake.ts";
import type { ReceivedWebhook } from "./webhook-receiver.ts";

/** Believed or not, or refused; `error` says why it is not believed. */
export type Checked = { incoming?: Incoming; refusal?: Refusal; error?: unknown };

/**
 * Who has sent this? A right signature from another time is only a hint, since anybody may have kept it: it is told by
 * `incoming` with `error`.
 */
export async function checkDelivery(
  sender: Sender,
  delivery: WebhookDelivery,
  toleranceSeconds: number | undefined,
): Promise<Checked> {
  const { name: provider, webhooks } = sender;
  const verify = async (options: VerifyOptions): Promise<ReceivedWebhook> => ({
    ...(await webhooks.verify(delivery, options)),
    provider,
  });
  const refuse = (error: unknown): Checked => ({
    refusal: refusalFor(reasonOf(error), webhooks.retriesRefused),
    error,
  });
  try {
    const webhook = await verify(toleranceSeconds === undefined ? {} : { toleranceSeconds });
    return { incoming: { sender, webhook, believed: webhooks.signed } };
  } catch (error) {
    if (reasonOf(error) !== "outside_window") return refuse(error);
    const atAnyTime = verify({ toleranceSeconds: Infinity });
    return atAnyTime.then((webhook) => ({ incoming: { sender, webhook, believed: false }, error }), refuse);
  }
}

function refusalFor(reason: WebhookVerificationReason | undefined, retriesRefused: boolean): Refusal {
  switch (reason) {
    case "malformed_body":
      return 400;
    case "no_signature":
    case "malformed_signature":
    case "wrong_signature":
      return retriesRefused ? 401 : 503;
    default:
      // Not the sender's fault: there is no secret, or it could not be read.
      return 503;
  }
}

/** Also of an error of another copy of this package. */
function reasonOf(error: unknown): WebhookVerificationReason | undefined {
  if (!isMultistreamError(error) || !("reason" in error)) return undefined;
  return error.reason as WebhookVerificationReason;
}
