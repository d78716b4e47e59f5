import { MultistreamError } from "./multistream-error.ts";

/**
 * Why a webhook is not believed.
 *
 * `no_signature`: there is no signature header. `malformed_signature`: it is not written as the provider writes it.
 * `wrong_signature`: none of the secrets made it. `outside_window`: the signature is right, the time is too old or
 * lies in the future. `no_secret`: there is nothing to check it by. `malformed_body`: not JSON of a bearable size.
 */
export type WebhookVerificationReason =
  | "no_signature"
  | "malformed_signature"
  | "wrong_signature"
  | "outside_window"
  | "no_secret"
  | "malformed_body";

/** A webhook is not from who it says, or not from now. Holds neither its body nor a secret. */
export class WebhookVerificationError extends MultistreamError {
  override name = "WebhookVerificationError";
  readonly reason: WebhookVerificationReason;

  constructor(reason: WebhookVerificationReason, options: { provider: string; hint?: string | undefined }) {
    const code = reason === "malformed_body" ? "invalid_argument" : "unauthenticated";
    super(code, `${options.provider}: ${messages[reason]}.`, {
      provider: options.provider,
      hint: options.hint ?? hints[reason],
    });
    this.reason = reason;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), reason: this.reason };
  }
}

const messages: Record<WebhookVerificationReason, string> = {
  no_signature: "the webhook is not signed",
  malformed_signature: "the webhook's signature header cannot be read",
  wrong_signature: "the webhook's signature was made with none of the secrets, or for another body",
  outside_window: "the webhook is too old, or its time lies in the future",
  no_secret: "there is no secret to check webhooks by",
  malformed_body: "the webhook's body is not JSON, or too large",
};

const hints: Partial<Record<WebhookVerificationReason, string>> = {
  no_signature: "Set a signing secret at the provider.",
  wrong_signature: "Check the raw bytes of the body, and the secret of the very endpoint that was called.",
  outside_window: "Check this machine's clock; read the stream to learn what has changed.",
  no_secret: "Give the adapter the endpoint's signing secret.",
};
