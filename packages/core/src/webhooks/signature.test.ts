import { describe, expect, test } from "vitest";
import { isMultistreamError } from "../errors/multistream-error.ts";
import { WebhookVerificationError } from "../errors/webhook-verification-error.ts";
import { Secret } from "../redaction/secret.ts";
import { assertSigned } from "./assert-signed.ts";
import { equalBytes, prefixBytes, toHex } from "./bytes.ts";
import { anySignatureMatches, hmacSha256 } from "./hmac-sha256.ts";
import { parseSignatureHeader } from "./signature-header.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const good = "20c75c1180c701ee8a796e81507cfd5c932fc17cf63a4a55566fd38da3a2d3d2";
const wrong = "0".repeat(64);

test("HMAC-SHA256 by the vector of RFC 4231, section 4.3", async () => {
  const mac = await hmacSha256("Jefe", utf8("what do ya want for nothing?"));
  expect(toHex(mac)).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
});

describe("providers' vectors", () => {
  test("Mux: timestamp, dot, body", async () => {
    const mac = await hmacSha256("SuperSecret123", prefixBytes("1565220904.", utf8('{"test":"body"}')));
    expect(toHex(mac)).toBe(good);
  });

  test("Livepeer: the body alone, beyond ASCII", async () => {
    const body = '{"timestamp":1700000000123,"event":"multistream.error","payload":{"target":{"name":"Zoë ✓"}}}';
    expect(toHex(await hmacSha256("test-shared-secret", utf8(body)))).toBe(
      "5a5dd0856cdb03cef36c3fb8be95c9da9d298f456a3d711f8bac713c75a25a13",
    );
  });
});

test.each([
  [[], [], true],
  [[1, 2], [1, 2], true],
  [[1, 2], [1, 3], false],
  [[1, 2], [0, 2], false],
  [[1, 2], [1, 2, 0], false],
])("%j and %j: %s", (a, b, same) => {
  expect(equalBytes(Uint8Array.from(a), Uint8Array.from(b))).toBe(same);
});

describe("a signature header", () => {
  test.each([
    `t=1565220904,v1=${good}`,
    `v1=${good},t=1565220904`,
    `t=1565220904,v0=x,v1=${good}`,
    `t=1565220904,v1=broken,v1=${good},`,
  ])("%s is read", (text) => {
    const header = parseSignatureHeader(text);
    expect(header?.timestamp).toBe(1_565_220_904);
    expect(header?.signatures.map(toHex)).toEqual([good]);
  });

  test("with several signatures, and another separator, is read", () => {
    const header = parseSignatureHeader(`t=1;v1=${good};v1=${wrong}`, { separator: ";" });
    expect(header?.signatures.map(toHex)).toEqual([good, wrong]);
  });

  test.each([
    ["", "nothing"],
    [`v1=${good}`, "no time"],
    ["t=1565220904", "no signature"],
    [`t=1565220904,v0=${good}`, "another scheme only"],
    [`t=1565220904, v1=${good}`, "a space"],
    [`t=1565220904,v1=${good.toUpperCase()}`, "upper case"],
    [`t=1565220904,v1=${good}00`, "too long"],
    [`t=01565220904,v1=${good}`, "a leading zero"],
    [`t=-1,v1=${good}`, "a sign"],
    [`t=1e9,v1=${good}`, "an exponent"],
    [`t=1,t=2,v1=${good}`, "two times"],
    [`t=1,v1=${good}${",v1=x".repeat(1_000)}`, "far too long"],
  ])("%s is not: %s", (text) => {
    expect(parseSignatureHeader(text)).toBeUndefined();
  });
});

describe("a delivery", () => {
  const body = utf8('{"test":"body"}');
  const check = (header: string | null, secrets: string[], sent = body): Promise<unknown> =>
    assertSigned({
      provider: "mux",
      header,
      secrets: secrets.map((secret) => new Secret(secret)),
      signedBytes: ({ timestamp }) => prefixBytes(`${timestamp}.`, sent),
    });

  test("is believed when any signature was made with any secret", async () => {
    const header = `t=1565220904,v1=${wrong},v1=${good}`;
    expect(await check(header, ["new one", "SuperSecret123"])).toMatchObject({ timestamp: 1_565_220_904 });
  });

  test.each<[string, string | null, string[], Uint8Array, string]>([
    ["without a header", null, ["SuperSecret123"], body, "no_signature"],
    ["with an empty header", "", ["SuperSecret123"], body, "no_signature"],
    ["with a broken header", "hello", ["SuperSecret123"], body, "malformed_signature"],
    ["of another sender", `t=1565220904,v1=${wrong}`, ["SuperSecret123"], body, "wrong_signature"],
    ["with another body", `t=1565220904,v1=${good}`, ["SuperSecret123"], utf8('{"test":"bodY"}'), "wrong_signature"],
    ["with another time", `t=1565220905,v1=${good}`, ["SuperSecret123"], body, "wrong_signature"],
    ["nobody knows the secret of", `t=1565220904,v1=${good}`, [], body, "no_secret"],
    ["with an empty secret", `t=1565220904,v1=${good}`, [""], body, "no_secret"],
  ])("%s is not: %s", async (_name, header, secrets, sent, reason) => {
    const error: unknown = await check(header, secrets, sent).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(WebhookVerificationError);
    expect(isMultistreamError(error, "unauthenticated")).toBe(true);
    expect(error).toMatchObject({ reason, provider: "mux" });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/SuperSecret|test|1565|20c7/);
  });

  test("an empty secret beside a good one matches nothing", async () => {
    const signature = await hmacSha256("good", body);
    const secrets = [new Secret(""), new Secret("good")];
    expect(await anySignatureMatches(secrets, body, [signature])).toBe(true);
    expect(await anySignatureMatches([new Secret("")], body, [signature])).toBe(false);
  });
});
