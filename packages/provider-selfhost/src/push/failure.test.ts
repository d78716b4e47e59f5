import { describe, expect, it } from "vitest";
import { RtmpConnectError } from "../rtmp/connect-error.ts";
import { AddressError } from "./address-error.ts";
import { FailureHistory } from "./failure-history.ts";
import { StalledError } from "./failure.ts";
import { matchMedia } from "./media-match.ts";

const place = { protocol: "rtmp", host: "live.example", port: 1935 } as const;
const facts = { liveMs: 0, at: 0, place };
const destination = {
  ...place,
  app: "app",
  tcUrl: "rtmp://live.example/app",
  streamKey: "k",
} as const;
const denied = new RtmpConnectError("publish", "rejected", { code: "NetStream.Publish.Denied" });
const closed = new RtmpConnectError("live", "closed");

function message(error: Error, more: { protocol?: "rtmps"; port?: number }): string {
  return new FailureHistory().judge(error, { ...facts, place: { ...place, ...more } }).reason.message;
}

describe("FailureHistory", () => {
  it.each([
    [new AddressError("dns", "No such host."), "dns", true],
    [new AddressError("blocked_address", "It is private."), "blocked_address", false],
    [new RtmpConnectError("dns", "dns"), "dns", true],
    [new RtmpConnectError("tcp", "refused", { code: "ECONNREFUSED" }), "refused", true],
    [new RtmpConnectError("tcp", "unreachable"), "refused", true],
    [new RtmpConnectError("tcp", "timeout"), "timeout", true],
    [new RtmpConnectError("handshake", "timeout"), "timeout", true],
    [new RtmpConnectError("live", "timeout"), "timeout", true],
    [new RtmpConnectError("tls", "tls"), "tls", true],
    [new RtmpConnectError("publish", "bad_name", { code: "NetStream.Publish.BadName" }), "key_in_use", true],
    [new RtmpConnectError("connect", "rejected", { code: "NetConnection.Connect.Rejected" }), "unauthorized", true],
    [
      new RtmpConnectError("connect", "rejected", { code: "NetConnection.Connect.AppShutdown" }),
      "closed_by_destination",
      true,
    ],
    [denied, "unauthorized", true],
    [closed, "closed_by_destination", true],
    [new RtmpConnectError("publish", "reset"), "closed_by_destination", true],
    [new RtmpConnectError("handshake", "protocol"), "unknown", true],
    [new StalledError("stalled"), "stalled", true],
    [new TypeError("bug"), "unknown", true],
    ["thrown", "unknown", true],
  ])("judges %s as %s", (error, code, retry) => {
    const verdict = new FailureHistory().judge(error, facts);
    expect(verdict).toMatchObject({ reason: { code }, retry });
    expect(verdict.reason.message).toMatch(/[A-Z].*\.$/u);
  });

  it("gives up after three refusals in a row that span 15 s", () => {
    const history = new FailureHistory();
    const refusedAt = (at: number): boolean => history.judge(denied, { ...facts, at }).retry;
    expect([0, 1000].map(refusedAt)).toEqual([true, true]);
    history.judge(closed, { ...facts, at: 2000 });
    expect([3000, 20_000, 20_500].map(refusedAt)).toEqual([true, true, false]);
    history.forgive();
    expect([30_000, 31_000, 44_999, 45_000].map(refusedAt)).toEqual([true, true, true, false]);
    history.forgive();
    expect(history.judge(denied, facts)).toMatchObject({ reason: { code: "unauthorized" }, retry: true });
  });

  it("does not doubt credentials that were live for 30 s", () => {
    const history = new FailureHistory();
    history.judge(closed, { ...facts, liveMs: 30_000 });
    for (let refusal = 0; refusal < 5; refusal += 1) {
      expect(history.judge(denied, facts)).toMatchObject({ reason: { code: "closed_by_destination" }, retry: true });
    }
    const unproven = new FailureHistory();
    unproven.lived(29_999);
    expect(unproven.judge(denied, facts).reason.code).toBe("unauthorized");
  });

  it("names the stream key from the third quick close on", () => {
    const history = new FailureHistory();
    const hint = (liveMs: number): boolean =>
      history.judge(closed, { ...facts, liveMs }).reason.message.includes("wrong stream key");
    expect([hint(200), hint(200), hint(200), hint(9999)]).toEqual([false, false, true, true]);
    expect([hint(10_000), hint(0)]).toEqual([false, false]);
  });

  it.each([
    ["CERT_HAS_EXPIRED", /certificate of live\.example has expired/u],
    ["ERR_TLS_CERT_ALTNAME_INVALID", /not for live\.example/u],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", /self-signed/u],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /issuer that is not known/u],
    ["ERR_SSL_WRONG_VERSION_NUMBER", /live\.example:443 does not speak TLS\. Use rtmp:\/\//u],
    ["ERR_SSL_ODD", /\(ERR_SSL_ODD\).*certificate is valid/u],
    ["constructor", /\(constructor\)/u],
  ])("says what %s means", (code, words) => {
    const place443 = { ...place, protocol: "rtmps", port: 443 } as const;
    const { reason } = new FailureHistory().judge(new RtmpConnectError("tls", "tls", { code }), {
      ...facts,
      place: place443,
    });
    expect(reason).toEqual({ code: "tls", message: expect.stringMatching(words) });
  });

  it("suspects the wrong one of rtmp:// and rtmps://", () => {
    const early = new RtmpConnectError("handshake", "closed");
    expect(message(early, { port: 443 })).toContain("use rtmps://");
    expect(message(new RtmpConnectError("handshake", "protocol"), { port: 443 })).toContain("use rtmps://");
    expect(message(early, {})).not.toContain("rtmps://");
    expect(message(early, { protocol: "rtmps", port: 443 })).not.toContain("rtmps://");
    expect(message(new RtmpConnectError("tls", "reset"), { protocol: "rtmps" })).toContain("use rtmp://");
  });

  it("does not blame the key when the server never spoke RTMP", () => {
    const history = new FailureHistory();
    const early = new RtmpConnectError("handshake", "closed");
    const messages = [1, 2, 3, 4].map(() => history.judge(early, facts).reason.message);
    expect(messages.some((message) => message.includes("wrong stream key"))).toBe(false);
  });
});

describe("matchMedia", () => {
  it("compares with what is known on both sides", () => {
    const h264 = { ...destination, acceptedVideoCodecs: ["h264"], acceptedAudioCodecs: ["aac"] };
    expect(matchMedia({}, h264)).toBe("unknown");
    expect(matchMedia({ video: "h264", audio: "aac" }, h264)).toBe("fits");
    expect(matchMedia({ audio: "aac" }, h264)).toBe("fits");
    expect(matchMedia({ video: "av1", audio: "opus" }, destination)).toBe("fits");
    expect(matchMedia({ video: "hevc", audio: "aac" }, h264)).toMatchObject({
      code: "incompatible_media",
      message: expect.stringContaining("takes h264 video, the stream holds hevc"),
    });
    expect(matchMedia({ video: "h264", audio: "mp3" }, h264)).toMatchObject({ code: "incompatible_media" });
  });
});
