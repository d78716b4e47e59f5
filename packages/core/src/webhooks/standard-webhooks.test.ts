import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { isMultistreamError } from "../errors/multistream-error.ts";
import { WebhookVerificationError } from "../errors/webhook-verification-error.ts";
import { Secret } from "../redaction/secret.ts";
import { signedStandardWebhook } from "../testing/signed-standard-webhook.ts";
import { toBase64 } from "./bytes.ts";
import { readStandardSecret } from "./standard-secret.ts";
import { signStandardWebhook, verifyStandardWebhook } from "./standard-webhooks.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const secretOf = (key: Uint8Array): Secret<string> => new Secret(`whsec_${toBase64(key)}`);

/** The example of the standard's own libraries. */
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const at = 1_614_265_330;
const text = '{"test": 2432232314}';
const good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const other = `v1,${toBase64(new Uint8Array(32))}`;

type Given = {
  id?: string | null;
  timestamp?: string | null;
  signature?: string | null;
  body?: string;
  secrets?: (string | Secret<string>)[];
  now?: number;
  toleranceSeconds?: number;
};

function verify(given: Given = {}) {
  const headers = new Headers();
  const { body = text, secrets = [secret], now = at, toleranceSeconds } = given;
  const values = { id, timestamp: String(at), signature: good, ...given };
  for (const name of ["id", "timestamp", "signature"] as const) {
    const value = values[name];
    if (value !== null) headers.set(`webhook-${name}`, value);
  }
  const options = { secrets, now: new Date(now * 1_000), ...(toleranceSeconds && { toleranceSeconds }) };
  return verifyStandardWebhook({ headers, body: utf8(body) }, options);
}

async function reason(given: Given): Promise<unknown> {
  const error: unknown = await verify(given).catch((error: unknown) => error);
  expect(isMultistreamError(error, "unauthenticated")).toBe(true);
  expect(String(error) + JSON.stringify(error)).not.toMatch(/MfKQ9r8|2432232314|g0hM9SsE|p5jXN8/);
  return error instanceof WebhookVerificationError ? error.reason : undefined;
}

describe("the standard's example", () => {
  test("is signed so", async () => {
    const message = { id, timestamp: at, body: utf8(text) };
    expect(await signStandardWebhook(message, [new Secret(secret)])).toBe(good);
  });

  test("is believed, and by whom it is known again is told", async () => {
    expect(await verify()).toEqual({ id, timestamp: at });
    expect(await verify({ secrets: [new Secret(secret)] })).toEqual({ id, timestamp: at });
  });

  test.each<[string, string]>([
    ["two, of which the second matches", `${other} ${good}`],
    ["another scheme beside it", `v1a,AAAA v2,BBBB ${good}`],
    ["a broken one beside it", `v1,AAAA v1, v1 ${good}`],
  ])("%s: believed", async (_name, signature) => {
    expect(await verify({ signature })).toMatchObject({ id });
  });

  test("any of several secrets", async () => {
    const rotated = secretOf(new Uint8Array(32).fill(7));
    expect(await verify({ secrets: [rotated, secret] })).toMatchObject({ id });
    const both = await signStandardWebhook({ id, timestamp: at, body: utf8(text) }, [rotated, new Secret(secret)]);
    expect(both.split(" ")).toHaveLength(2);
    for (const secrets of [[rotated], [secret]])
      expect(await verify({ signature: both, secrets })).toMatchObject({ id });
  });
});

test.each<[string, Given, string]>([
  ["no id", { id: null }, "no_signature"],
  ["no time", { timestamp: null }, "no_signature"],
  ["no signature", { signature: null }, "no_signature"],
  ["an empty signature", { signature: "" }, "no_signature"],
  ["an id with a dot", { id: "msg.1" }, "malformed_signature"],
  ["an id with a space", { id: "msg 1" }, "malformed_signature"],
  ["an endless id", { id: "m".repeat(257) }, "malformed_signature"],
  ["a time with a leading zero", { timestamp: `0${at}` }, "malformed_signature"],
  ["a time with a sign", { timestamp: `+${at}` }, "malformed_signature"],
  ["a time with a fraction", { timestamp: `${at}.0` }, "malformed_signature"],
  ["a time with an exponent", { timestamp: "1e9" }, "malformed_signature"],
  ["a time with words behind it", { timestamp: `${at}s` }, "malformed_signature"],
  ["a time in hexadecimal", { timestamp: "0x60379c72" }, "malformed_signature"],
  ["no time at all", { timestamp: "soon" }, "malformed_signature"],
  ["a signature without its scheme", { signature: good.slice(3) }, "malformed_signature"],
  ["another scheme only", { signature: good.replace("v1", "v1a") }, "malformed_signature"],
  ["a scheme in upper case", { signature: good.replace("v1", "V1") }, "malformed_signature"],
  ["no padding", { signature: good.slice(0, -1) }, "malformed_signature"],
  ["base64 for URLs", { signature: good.replaceAll("+", "-").replaceAll("/", "_") }, "malformed_signature"],
  ["hexadecimal", { signature: `v1,${"ab".repeat(32)}` }, "malformed_signature"],
  ["bits left over", { signature: good.replace("OE=", "OF=") }, "malformed_signature"],
  ["a signature that is cut", { signature: `v1,${toBase64(new Uint8Array(31))}` }, "malformed_signature"],
  ["commas between them", { signature: `${other},${good}` }, "malformed_signature"],
  ["too many signatures", { signature: Array.from({ length: 90 }, () => other).join(" ") }, "malformed_signature"],
  ["the signature of others", { signature: other }, "wrong_signature"],
  ["another id", { id: "msg_other" }, "wrong_signature"],
  ["another time", { timestamp: String(at + 1) }, "wrong_signature"],
  ["another body", { body: text.replace("2", "3") }, "wrong_signature"],
  ["a body that was parsed and written again", { body: JSON.stringify(JSON.parse(text)) }, "wrong_signature"],
  ["another secret", { secrets: [secretOf(new Uint8Array(24))] }, "wrong_signature"],
  ["no secret", { secrets: [] }, "no_secret"],
  ["301 s old", { now: at + 301 }, "outside_window"],
  ["301 s in the future", { now: at - 301 }, "outside_window"],
  ["11 s old where 10 may be", { now: at + 11, toleranceSeconds: 10 }, "outside_window"],
])("refused: %s", async (_name, given, expected) => {
  expect(await reason(given)).toBe(expected);
});

test.each([-300, 300])("%i s off is the last that is believed", async (seconds) => {
  expect(await verify({ now: at + seconds })).toMatchObject({ id });
});

describe("a secret", () => {
  test.each([24, 32, 64])("of %i bytes is one", (length) => {
    expect(readStandardSecret(secretOf(new Uint8Array(length))).reveal()).toHaveLength(length);
  });

  test.each([
    ["without its prefix", secret.slice("whsec_".length)],
    ["of too few bytes", `whsec_${toBase64(new Uint8Array(23))}`],
    ["of too many bytes", `whsec_${toBase64(new Uint8Array(65))}`],
    ["that is no base64", `whsec_${"!".repeat(32)}`],
    ["without its padding", `whsec_${toBase64(new Uint8Array(32)).replace("=", "")}`],
    ["with a line break", `${secret}\n`],
    ["that is empty", ""],
  ])("%s is none, and is not repeated", async (_name, text) => {
    const error: unknown = await verify({ secrets: [text] }).catch((error: unknown) => error);
    expect(isMultistreamError(error, "invalid_argument")).toBe(true);
    expect(String(error) + JSON.stringify(error)).not.toContain(text || secret);
  });
});

test.each([
  { id: "with.dot", timestamp: at },
  { id: "", timestamp: at },
  { id, timestamp: 0 },
  { id, timestamp: at + 0.5 },
  { id, timestamp: Number.NaN },
])("%j cannot be signed", async (message) => {
  const signed = signStandardWebhook({ ...message, body: utf8(text) }, [new Secret(secret)]);
  await expect(signed).rejects.toMatchObject({ code: "invalid_argument" });
});

describe("beside the standard's own library", () => {
  const key = fc.uint8Array({ minLength: 24, maxLength: 64 });
  const message = fc.record({
    id: fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/),
    body: fc.string({ unit: "grapheme", maxLength: 200 }),
  });
  const now = Math.floor(Date.now() / 1_000);

  test("what we sign it believes", async () => {
    await fc.assert(
      fc.asyncProperty(key, message, fc.integer({ min: -200, max: 200 }), async (key, { id, body }, seconds) => {
        const timestamp = now + seconds;
        const signature = await signStandardWebhook({ id, timestamp, body: utf8(body) }, [secretOf(key)]);
        const headers = { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signature };
        const theirs = new Webhook(secretOf(key).reveal());
        expect(() => theirs.verify(body, headers, { jsonParse: false })).not.toThrow();
      }),
    );
  });

  test("what it signs we believe, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(key, message, fc.nat(), async (key, { id, body }, place) => {
        const signature = new Webhook(secretOf(key).reveal()).sign(id, new Date(now * 1_000), body);
        const given = { id, timestamp: String(now), signature, secrets: [secretOf(key)], now };
        expect(await verify({ ...given, body })).toEqual({ id, timestamp: now });
        const cut = place % (body.length + 1);
        expect(await reason({ ...given, body: `${body.slice(0, cut)}x${body.slice(cut)}` })).toBe("wrong_signature");
      }),
    );
  });
});

test("what the testing door signs is believed, under the id of the event", async () => {
  const at = new Date("2026-01-01T12:00:00Z");
  const request = await signedStandardWebhook({ id: "evt_1", type: "stream.live" }, { secret, at });
  const { headers } = request;
  const body = new Uint8Array(await request.arrayBuffer());
  const verified = verifyStandardWebhook({ headers, body }, { secrets: [secret], now: at });
  expect(await verified).toEqual({ id: "evt_1", timestamp: at.getTime() / 1_000 });
  const other = await signedStandardWebhook("{}", { secret: secretOf(new Uint8Array(32)).reveal() });
  const foreign = { headers: other.headers, body: new Uint8Array(await other.arrayBuffer()) };
  await expect(verifyStandardWebhook(foreign, { secrets: [secret] })).rejects.toMatchObject({
    reason: "wrong_signature",
  });
});
