import { hmacSha256, prefixBytes, Secret, toHex, type VerifyOptions } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { signedRequest } from "../testing.ts";
import { failure } from "../test-support/simulated.ts";
import { verifyWebhook } from "./verify.ts";

/** A simulcast event with a key in it that is not ASCII. Written from documentation, not recorded. */
const event =
  '{"type":"video.live_stream.simulcast_target.errored","id":"68164b0f-0899-2b0e-b657-9df2a43fcd34","created_at":"2026-01-02T03:04:05.678000Z","object":{"type":"simulcast-target","id":"T1"},"environment":{"name":"Production","id":"env1"},"data":{"id":"T1","status":"errored","error_severity":"normal","url":"rtmps://live.example.com:443/app","stream_key":"k-ü","passthrough":"dest-1","live_stream_id":"LS1"},"request_id":null,"attempts":[],"accessor":null,"accessor_source":null}';
const eventSecret = "whsec_test_0123456789abcdef";
const eventTime = 1_767_323_045;
const eventSignature = "0fac6d28ceb06cbc3fbdf704696373f480cd319501b8e2406e10cd12365b5fe4";

type Given = { header?: string | null; body?: string; secrets?: string[]; now?: number } & Pick<
  VerifyOptions,
  "toleranceSeconds"
>;

/** Verifies the event, as it is unless said otherwise. */
function verify({ header, body = event, secrets = [eventSecret], now = eventTime, ...options }: Given = {}) {
  const headers = new Headers();
  const signed = header === undefined ? `t=${eventTime},v1=${eventSignature}` : header;
  if (signed !== null) headers.set("Mux-Signature", signed);
  const delivery = { url: "https://example.com/webhooks/mux", headers, body: new TextEncoder().encode(body) };
  const known = secrets.map((secret) => new Secret(secret));
  return verifyWebhook(delivery, known, { ...options, now: new Date(now * 1_000) });
}

async function reason(given: Given): Promise<unknown> {
  const error = await failure(verify(given));
  expect(error).toMatchObject({ name: "WebhookVerificationError", provider: "mux" });
  expect(JSON.stringify(error)).not.toContain(eventSecret);
  return error !== null && typeof error === "object" && "reason" in error ? error.reason : undefined;
}

describe("test vectors", () => {
  test("A: the header that Mux's documentation prints; the body is no event, so only its signature is right", async () => {
    const given = { body: '{"test":"body"}', secrets: ["SuperSecret123"], now: 1_565_220_904 };
    const header = "t=1565220904,v1=20c75c1180c701ee8a796e81507cfd5c932fc17cf63a4a55566fd38da3a2d3d2";
    expect(await reason({ ...given, header })).toBe("malformed_body");
    expect(await reason({ ...given, header: header.replace("=20c", "=21c") })).toBe("wrong_signature");
    const request = await signedRequest(given.body, { secret: "SuperSecret123", at: new Date(1_565_220_904_000) });
    expect(request.headers.get("mux-signature")).toBe(header);
  });

  test("B: a simulcast event that is not ASCII", async () => {
    const webhook = await verify();
    expect(webhook).toMatchObject({
      eventId: "68164b0f-0899-2b0e-b657-9df2a43fcd34",
      type: "video.live_stream.simulcast_target.errored",
      occurredAt: "2026-01-02T03:04:05.678000Z",
    });
    expect(webhook.payload.reveal()).toEqual(JSON.parse(event));
    expect(JSON.stringify(webhook)).not.toContain("k-ü");
    expect(new TextEncoder().encode(event)).toHaveLength(477);
  });
});

describe("the header, as strict as Mux's own library", () => {
  const t = `t=${eventTime}`;
  const v1 = `v1=${eventSignature}`;

  test.each([
    ["two v1, of which the second matches", `${t},v1=${"0".repeat(64)},${v1}`],
    ["another scheme beside it", `${t},v0=abc,${v1}`],
  ])("accepts %s", async (_, header) => {
    await expect(verify({ header })).resolves.toMatchObject({ eventId: expect.any(String) });
  });

  test.each([
    ["none", null, "no_signature"],
    ["another scheme only", `${t},v0=${eventSignature}`, "malformed_signature"],
    ["a space after the comma", `${t}, ${v1}`, "malformed_signature"],
    ["upper-case hex", `${t},v1=${eventSignature.toUpperCase()}`, "malformed_signature"],
    ["a time with a leading zero", `t=0${eventTime},${v1}`, "malformed_signature"],
    ["no time", v1, "malformed_signature"],
    ["two times", `${t},${t},${v1}`, "malformed_signature"],
    ["a signature that is cut", `${t},${v1.slice(0, -2)}`, "malformed_signature"],
    ["a wrong signature", `${t},v1=${"0".repeat(64)}`, "wrong_signature"],
    ["another time than was signed", `t=${eventTime + 1},${v1}`, "wrong_signature"],
  ])("refuses %s", async (_, header, expected) => {
    expect(await reason({ header })).toBe(expected);
  });
});

describe("time, secrets and body", () => {
  test("300 s old is the last that is accepted", async () => {
    for (const age of [299, 300]) await expect(verify({ now: eventTime + age })).resolves.toBeDefined();
    expect(await reason({ now: eventTime + 302 })).toBe("outside_window");
    await expect(verify({ now: eventTime + 3_000, toleranceSeconds: 3_600 })).resolves.toBeDefined();
  });

  test("stricter than Mux's own library: the future is refused too", async () => {
    await expect(verify({ now: eventTime - 300 })).resolves.toBeDefined();
    expect(await reason({ now: eventTime - 3_600 })).toBe("outside_window");
  });

  test("trap §7: a webhook is refused where no secret is configured", async () => {
    expect(await reason({ secrets: [] })).toBe("no_secret");
  });

  test("any of several secrets", async () => {
    await expect(verify({ secrets: ["another", eventSecret] })).resolves.toBeDefined();
    expect(await reason({ secrets: ["another"] })).toBe("wrong_signature");
  });

  test("one changed byte, and a body that was parsed and written again", async () => {
    expect(await reason({ body: event.replace("dest-1", "dest-2") })).toBe("wrong_signature");
    expect(await reason({ body: JSON.stringify(JSON.parse(event), undefined, 1) })).toBe("wrong_signature");
  });

  test.each(["not json", "[]", '{"id":"1","type":"x"}', '{"id":"1","type":"x","created_at":"soon"}'])(
    "a signed body that is no event: %s",
    async (body) => {
      const signature = await hmacSha256(eventSecret, prefixBytes(`${eventTime}.`, new TextEncoder().encode(body)));
      expect(await reason({ body, header: `t=${eventTime},v1=${toHex(signature)}` })).toBe("malformed_body");
    },
  );
});
