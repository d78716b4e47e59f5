import { signStandardWebhook } from "@polycast/core/host";
import { Secret } from "@polycast/core/provider";

/** One delivery, as a receiver gets it, and whether it is to be believed. */
export type SignedCase = {
  name: string;
  /** Base64. */
  body: string;
  headers: Record<string, string>;
  secrets: string[];
  ok: boolean;
};

const secret = (fill: number): string => `whsec_${Buffer.alloc(32, fill).toString("base64")}`;
const [current, former, other] = [secret(1), secret(2), secret(3)];
const text = JSON.stringify({ id: "evt_1", type: "target.live", data: { target: { name: "Zoë ✓" } } });

/** Deliveries that every receiver must tell apart, signed by core at this moment. */
export async function signedCases(): Promise<SignedCase[]> {
  const now = Math.floor(Date.now() / 1000);
  const make = async (name: string, ok: boolean, change: Change = {}): Promise<SignedCase> => {
    const { signedBy = [current], timestamp = now, secrets = [current], sent = {}, body = text } = change;
    const message = { id: "evt_1", timestamp, body: new TextEncoder().encode(text) };
    const signature = await signStandardWebhook(
      message,
      signedBy.map((one) => new Secret(one)),
    );
    const headers = {
      "webhook-id": message.id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signature,
      ...sent,
    };
    return { name, body: Buffer.from(body).toString("base64"), headers, secrets, ok };
  };
  return Promise.all([
    make("signed", true),
    make("signed by two secrets, of which the second is known", true, { signedBy: [former, current] }),
    make("signed by the former of two secrets", true, { signedBy: [former], secrets: [current, former] }),
    make("within the window", true, { timestamp: now - 240 }),
    make("signed by another secret", false, { signedBy: [other] }),
    make("another body", false, { body: text.replace("live", "idle") }),
    make("the body written anew", false, { body: JSON.stringify(JSON.parse(text), null, 1) }),
    make("another id", false, { sent: { "webhook-id": "evt_2" } }),
    make("another time", false, { sent: { "webhook-timestamp": String(now - 1) } }),
    make("a time that is none", false, { sent: { "webhook-timestamp": "now" } }),
    make("too old", false, { timestamp: now - 400 }),
    make("from the future", false, { timestamp: now + 400 }),
    make("no signature", false, { sent: { "webhook-signature": "" } }),
    make("a signature of another scheme", false, { sent: { "webhook-signature": "v1a,AAAA" } }),
    make("no id", false, { sent: { "webhook-id": "" } }),
  ]);
}

type Change = {
  signedBy?: string[];
  timestamp?: number;
  secrets?: string[];
  /** Headers that are sent in place of the right ones. */
  sent?: Record<string, string>;
  /** A body that is sent in place of the one that was signed. */
  body?: string;
};
