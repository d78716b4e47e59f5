import { describe, expect, test } from "vitest";
import { readFault } from "./read-fault.ts";

const about = { headers: new Headers(), method: "POST", path: "/stream" };
const fault = (status: number, ...errors: unknown[]) => readFault({ ...about, status, body: { errors } });

describe("an error answer (bodies as observed at the published server)", () => {
  test("of the schema is JSON inside a string, one issue each", () => {
    const url = {
      instancePath: "/url",
      schemaPath: "#/properties/url/pattern",
      keyword: "pattern",
      params: { pattern: "^(srt|rtmps?)://" },
      message: 'must match pattern "^(srt|rtmps?)://"',
    };
    const extra = {
      instancePath: "",
      schemaPath: "#/additionalProperties",
      keyword: "additionalProperties",
      params: { additionalProperty: "colour" },
      message: "must NOT have additional properties",
    };
    expect(fault(422, JSON.stringify(url), JSON.stringify(extra))).toEqual({
      message: 'url must match pattern "^(srt|rtmps?)://"; must NOT have additional properties: colour',
      issues: [
        { path: "url", message: 'must match pattern "^(srt|rtmps?)://"' },
        { path: "", message: "must NOT have additional properties: colour" },
      ],
      hint: expect.stringContaining("Mend"),
    });
  });

  test("of a target names the fields as they were asked for", () => {
    const format = { instancePath: "/url", message: 'must match format "uri"' };
    const told = readFault({
      ...about,
      path: "/multistream/target",
      status: 422,
      body: { errors: [JSON.stringify(format)] },
    });
    expect(told).toMatchObject({
      message: 'destination must match format "uri"',
      issues: [{ path: "destination", message: 'must match format "uri"' }],
    });
  });

  test.each([
    [400, "cannot change 'profiles' field while stream is active", "not_idle"],
    [400, 'multistream target profile not found: "nope". available: ["source"]', "invalid_argument"],
    [400, 'multistream target not found: "t1"', "invalid_argument"],
    [400, "multistream target {id,profile} must be unique", "conflict"],
    [429, "too many terminate requests", "rate_limited"],
    [401, "request is not authenticated", "unauthenticated"],
    [403, "access forbidden for CORS-enabled API key with restricted access", "forbidden"],
    [403, "credential has insufficent privileges", "forbidden"],
  ])("%i %s is %s, with a hint", (status, text, code) => {
    expect(fault(status, text)).toMatchObject({ code, message: text, hint: expect.any(String) });
  });

  test("401 names the key that was sent: nothing of it is kept", () => {
    const told = fault(401, "no token 0d1f6c2e-canary found");
    expect(told.code).toBe("unauthenticated");
    expect(JSON.stringify(told)).not.toContain("canary");
  });

  test("that quotes a stream key is told without it; ids stay", () => {
    const id = "9c12be3c-3775-4f52-bb0d-c68e97d483b4";
    expect(fault(400, `stream ${id} with key 8040-fr99-3i94-zxmv`).message).toBe(`stream ${id} with key [redacted]`);
  });

  test("with a sentence that nobody knows is that sentence; of another shape, nothing", () => {
    expect(fault(500, "Internal server error: FetchError")).toEqual({ message: "Internal server error: FetchError" });
    expect(fault(400, ["id not provided", "Account not found"])).toEqual({
      message: "id not provided; Account not found",
    });
    expect(readFault({ ...about, status: 502, body: "<html>Bad Gateway</html>" })).toEqual({});
    expect(readFault({ ...about, status: 502, body: undefined })).toEqual({});
    expect(fault(422, '{"not json')).toEqual({ message: '{"not json' });
  });
});
