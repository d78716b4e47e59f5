import { createHmac } from "node:crypto";

/** A webhook as it goes over the wire. */
export type SignedWebhook = { headers: Record<string, string>; body: string };

/** Signs a body as one provider does, at `atMs` (milliseconds since 1970). Shares no code with the product. */
export type SignWebhook = (body: string, secret: string, atMs: number) => SignedWebhook;

/** The name of the provider and of its route: who signs how. */
export const signers = { mux: signAsMux, livepeer: signAsLivepeer } as const satisfies Record<string, SignWebhook>;
export type Signer = keyof typeof signers;

/** Over the seconds, a dot and the body. */
function signAsMux(body: string, secret: string, atMs: number): SignedWebhook {
  const seconds = Math.floor(atMs / 1000);
  const signature = hex(secret, `${seconds}.${body}`);
  return { headers: { "content-type": "application/json", "mux-signature": `t=${seconds},v1=${signature}` }, body };
}

/** Over the body alone, which holds the time of the attempt. */
function signAsLivepeer(body: string, secret: string, atMs: number): SignedWebhook {
  const stamped = body.replace(/"timestamp":\d+/u, `"timestamp":${atMs}`);
  const signature = hex(secret, stamped);
  const headers = {
    "content-type": "application/json",
    "user-agent": "livepeer.studio",
    "livepeer-signature": `t=${atMs},v1=${signature}`,
  };
  return { headers, body: stamped };
}

function hex(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}
