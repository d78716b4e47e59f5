import { Secret, type WebhookDelivery } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { signedRequest } from "../testing.ts";
import { verifyWebhook } from "./verify.ts";

const secret = "test-shared-secret";
const secrets = [new Secret(secret)];
/** A body and the signature that the published server's code makes for it. */
const body =
  '{"id":"9c12be3c-3775-4f52-bb0d-c68e97d483b4","webhookId":"097e8bb9-6c91-4624-8507-77ac29aeb61e","createdAt":1700000000000,"timestamp":1700000000123,"event":"multistream.connected","stream":{"id":"8040ad16-bb97-4c82-9e53-93a5ca7dfd50","name":"test","isActive":true},"payload":{"target":{"id":"fbc828b6-e47b-4718-805b-aff000f2539c","name":"yt","profile":"source"}}}';
const signature = "b245cfd7bb227f4f4b7783fa47374df64f05b7ac1e1d61f572dbc402ebeb932d";
const now = new Date(1700000001000);

const delivery = (text: string, header?: string): WebhookDelivery => ({
  url: "https://example.com/hook",
  headers: new Headers(header === undefined ? {} : { "livepeer-signature": header }),
  body: new TextEncoder().encode(text),
});
const refusal = (reason: string) => expect.objectContaining({ name: "WebhookVerificationError", reason });

async function deliveryOf(request: Request): Promise<WebhookDelivery> {
  return { url: request.url, headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) };
}

describe("verify", () => {
  test("the signature is over the body alone: the first vector", async () => {
    const verified = await verifyWebhook(delivery(body, `t=1700000000123,v1=${signature}`), secrets, { now });
    expect(verified).toMatchObject({
      eventId: "9c12be3c-3775-4f52-bb0d-c68e97d483b4:097e8bb9-6c91-4624-8507-77ac29aeb61e",
      type: "multistream.connected",
      occurredAt: "2023-11-14T22:13:20.000Z",
    });
    expect(verified.payload.reveal()).toEqual(JSON.parse(body));
    expect(JSON.stringify(verified)).not.toContain("fbc828b6");
  });

  test("the second vector: text that is not ASCII, signed as the bytes that came; it names no event, so it is no webhook", async () => {
    const odd = '{"timestamp":1700000000123,"event":"multistream.error","payload":{"target":{"name":"Zoë ✓"}}}';
    const header = "t=1700000000123,v1=5a5dd0856cdb03cef36c3fb8be95c9da9d298f456a3d711f8bac713c75a25a13";
    await expect(verifyWebhook(delivery(odd, header), secrets, { now })).rejects.toEqual(refusal("malformed_body"));
    await expect(verifyWebhook(delivery(`${odd} `, header), secrets, { now })).rejects.toEqual(
      refusal("wrong_signature"),
    );
  });

  test("the unsigned time of the header must be the signed one of the body", async () => {
    const forged = delivery(body, `t=1700000009999,v1=${signature}`);
    await expect(verifyWebhook(forged, secrets, { now })).rejects.toEqual(refusal("malformed_signature"));
  });

  test.each([299, 300, -299, -300])("%i s after the body's time it is from now", async (seconds) => {
    const at = new Date(1700000000123 + seconds * 1000);
    const verified = await verifyWebhook(delivery(body, `t=1700000000123,v1=${signature}`), secrets, { now: at });
    expect(verified.type).toBe("multistream.connected");
  });

  test.each([301, -301])("%i s after the body's time it is not", async (seconds) => {
    const at = new Date(1700000000123 + seconds * 1000);
    const late = verifyWebhook(delivery(body, `t=1700000000123,v1=${signature}`), secrets, { now: at });
    await expect(late).rejects.toEqual(refusal("outside_window"));
  });

  test("the window can be set", async () => {
    const late = { now: new Date(1700003600123), toleranceSeconds: 3600 };
    await expect(
      verifyWebhook(delivery(body, `t=1700000000123,v1=${signature}`), secrets, late),
    ).resolves.toBeDefined();
  });

  test.each([
    ["no header", undefined, "no_signature"],
    ["no v1", "t=1700000000123", "malformed_signature"],
    ["no t", `v1=${signature}`, "malformed_signature"],
    ["another scheme only", `t=1700000000123,v0=${signature}`, "malformed_signature"],
    ["a space after the comma", `t=1700000000123, v1=${signature}`, "malformed_signature"],
    ["upper-case hex", `t=1700000000123,v1=${signature.toUpperCase()}`, "malformed_signature"],
    ["a signature that is cut", `t=1700000000123,v1=${signature.slice(2)}`, "malformed_signature"],
    ["a time with a leading zero", `t=01700000000123,v1=${signature}`, "malformed_signature"],
    ["two times", `t=1700000000123,t=1700000000123,v1=${signature}`, "malformed_signature"],
    ["a time in seconds", `t=1700000000,v1=${signature}`, "malformed_signature"],
    ["another digit", `t=1700000000123,v1=${signature.replace("b2", "c2")}`, "wrong_signature"],
  ])("%s is refused", async (_name, header, reason) => {
    await expect(verifyWebhook(delivery(body, header), secrets, { now })).rejects.toEqual(refusal(reason));
  });

  test("any changed byte is refused", async () => {
    const changed = body.replace('"isActive":true', '"isActive":null');
    const header = `t=1700000000123,v1=${signature}`;
    await expect(verifyWebhook(delivery(changed, header), secrets, { now })).rejects.toEqual(
      refusal("wrong_signature"),
    );
  });

  test("while a secret is rotated any of them may match, and any of the signatures", async () => {
    const zero = "0".repeat(64);
    const header = `t=1700000000123,v1=${zero},v1=${signature}`;
    const several = [new Secret("new"), new Secret(secret)];
    await expect(verifyWebhook(delivery(body, header), several, { now })).resolves.toBeDefined();
    await expect(verifyWebhook(delivery(body, header), [new Secret("new")], { now })).rejects.toEqual(
      refusal("wrong_signature"),
    );
    await expect(verifyWebhook(delivery(body, header), [], { now })).rejects.toEqual(refusal("no_secret"));
  });

  test("no error repeats the body or a secret", async () => {
    const errors = await Promise.all(
      [undefined, "t=1,v1=x", `t=1700000000123,v1=${"0".repeat(64)}`].map((header) =>
        verifyWebhook(delivery(body, header), secrets, { now }).catch((error: unknown) => error),
      ),
    );
    for (const error of errors) {
      const shown = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ""}`;
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain("fbc828b6");
    }
  });
});

describe("signedRequest", () => {
  test("makes what verify takes", async () => {
    const at = new Date(1700000000000);
    const event = { event: "stream.idle", id: "e1", webhookId: "w1", stream: { id: "s1" } };
    const request = await signedRequest(event, { secret, url: "https://app.example/hook", at });
    expect(request.url).toBe("https://app.example/hook");
    const verified = await verifyWebhook(await deliveryOf(request), secrets, { now: at });
    expect(verified).toMatchObject({ eventId: "e1:w1", type: "stream.idle", occurredAt: at.toISOString() });
  });

  test("with another secret makes what verify refuses", async () => {
    const request = await signedRequest({ event: "stream.idle" }, { secret: "another" });
    await expect(verifyWebhook(await deliveryOf(request), secrets)).rejects.toEqual(refusal("wrong_signature"));
  });
});
