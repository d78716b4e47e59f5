import { describe, expect, it } from "vitest";
import { RtmpConnectError } from "../rtmp/connect-error.ts";
import { AddressError } from "./address-error.ts";
import { FailureHistory } from "./failure-history.ts";
import { StalledError } from "./failure.ts";
import { matchMedia } from "./media-match.ts";

const place = { host: "live.example", port: 1935 };
const destination = {
  ...place,
  protocol: "rtmp",
  app: "app",
  tcUrl: "rtmp://live.example/app",
  streamKey: "k",
} as const;
const denied = new RtmpConnectError("publish", "rejected", { code: "NetStream.Publish.Denied" });
const closed = new RtmpConnectError("live", "closed");

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
    const verdict = new FailureHistory().judge(error, 0, place);
    expect(verdict).toMatchObject({ reason: { code }, retry });
    expect(verdict.reason.message).toMatch(/[A-Z].*\.$/u);
  });

  it("gives up after three refusals in a row", () => {
    const history = new FailureHistory();
    history.judge(denied, 0, place);
    history.judge(denied, 0, place);
    history.judge(closed, 0, place);
    expect([1, 2, 3].map(() => history.judge(denied, 0, place).retry)).toEqual([true, true, false]);
    history.forgive();
    expect(history.judge(denied, 0, place)).toMatchObject({ reason: { code: "unauthorized" }, retry: true });
  });

  it("does not doubt credentials that were live for 30 s", () => {
    const history = new FailureHistory();
    history.judge(closed, 30_000, place);
    for (let refusal = 0; refusal < 5; refusal += 1) {
      expect(history.judge(denied, 0, place)).toMatchObject({ reason: { code: "closed_by_destination" }, retry: true });
    }
    const unproven = new FailureHistory();
    unproven.lived(29_999);
    expect(unproven.judge(denied, 0, place).reason.code).toBe("unauthorized");
  });

  it("names the stream key from the third quick close on", () => {
    const history = new FailureHistory();
    const hint = (liveMs: number): boolean =>
      history.judge(closed, liveMs, place).reason.message.includes("wrong stream key");
    expect([hint(200), hint(200), hint(200), hint(9999)]).toEqual([false, false, true, true]);
    expect([hint(10_000), hint(0)]).toEqual([false, false]);
  });

  it("does not blame the key when the server never spoke RTMP", () => {
    const history = new FailureHistory();
    const early = new RtmpConnectError("handshake", "closed");
    const messages = [1, 2, 3, 4].map(() => history.judge(early, 0, place).reason.message);
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
