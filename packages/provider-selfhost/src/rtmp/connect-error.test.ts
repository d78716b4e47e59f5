import { describe, expect, it } from "vitest";
import { RtmpConnectError, toConnectError } from "./connect-error.ts";
import type { ConnectStage } from "./connect-error.ts";
import { RtmpProtocolError } from "./protocol-error.ts";

const errno = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });

describe("toConnectError", () => {
  it.each<[string, ConnectStage, string]>([
    ["ENOTFOUND", "dns", "dns"],
    ["EAI_AGAIN", "dns", "dns"],
    ["ECONNREFUSED", "tcp", "refused"],
    ["ETIMEDOUT", "tcp", "timeout"],
    ["ENETUNREACH", "tcp", "unreachable"],
    ["EHOSTUNREACH", "tcp", "unreachable"],
    ["ECONNRESET", "handshake", "reset"],
    ["EPIPE", "live", "reset"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "tls", "tls"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls", "tls"],
    ["ECONNRESET", "tls", "reset"],
  ])("reads %s in stage %s as %s", (code, stage, kind) => {
    expect(toConnectError(errno(code), stage)).toMatchObject({ stage, kind, code });
  });

  it("calls an end without an error closed", () => {
    expect(toConnectError(undefined, "connect")).toMatchObject({ stage: "connect", kind: "closed", code: undefined });
  });

  it("keeps what is classified, and names protocol violations", () => {
    const classified = new RtmpConnectError("publish", "bad_name");
    expect(toConnectError(classified, "live")).toBe(classified);
    const violation = new RtmpProtocolError("bad_version", "expected RTMP version 3");
    expect(toConnectError(violation, "handshake")).toMatchObject({ kind: "protocol", code: "bad_version" });
  });

  it("says stage, meaning and code in one line", () => {
    const error = new RtmpConnectError("tcp", "refused", { code: "ECONNREFUSED" });
    expect(error.message).toBe("tcp: the connection was refused (ECONNREFUSED)");
  });
});
