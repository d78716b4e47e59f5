import { describe, expect, test } from "vitest";
import { livepeerAccount, schemaErrorsOf, URL } from "./livepeer-account.test.support.ts";

const ask = (headers: Record<string, string>) =>
  livepeerAccount().simulator.fetch(new Request("https://livepeer.studio/api/user/me", { headers }));

describe("who may call", () => {
  test("a call without a key is refused, and one with a wrong key gets that key back", async () => {
    expect(await (await ask({})).json()).toEqual({ errors: ["request is not authenticated"] });
    const wrong = await ask({ authorization: "Bearer my-wrong-key" });
    expect([wrong.status, await wrong.json()]).toEqual([401, { errors: ["no token my-wrong-key found"] }]);
  });

  test("the scheme may be written in any case, and Basic works too", async () => {
    const { simulator } = livepeerAccount();
    const { userId } = simulator.credentials;
    expect((await ask({ authorization: `bEARER ${simulator.credentials.apiKey}` })).status).toBe(200);
    expect((await ask({ authorization: `Basic ${btoa(`${userId}:${simulator.credentials.apiKey}`)}` })).status).toBe(
      200,
    );
    expect((await ask({ authorization: `Basic ${btoa(`other:${simulator.credentials.apiKey}`)}` })).status).toBe(401);
  });

  test("the ingest list needs no key", async () => {
    const response = await livepeerAccount().simulator.fetch(new Request("https://livepeer.studio/api/ingest"));
    expect(await response.json()).toEqual([expect.objectContaining({ ingest: "rtmp://rtmp.livepeer.com/live" })]);
  });

  test("a CORS key may attach nothing, list nothing and delete nothing", async () => {
    const account = { userId: "u", email: "e@example.org", defaultProjectId: "p", keys: [{ key: "k", cors: true }] };
    const { call, newStream, attach } = livepeerAccount({ accounts: [account] });
    const id = await newStream();
    expect((await call("GET", `/stream/${id}`)).status).toBe(200);
    const refused = [
      await attach(id, { spec: { url: URL } }),
      await call("GET", "/stream"),
      await call("GET", "/webhook"),
    ];
    for (const answer of [...refused, await call("DELETE", `/stream/${id}`)]) {
      expect(answer).toMatchObject({
        status: 403,
        body: { errors: ["access forbidden for CORS-enabled API key with restricted access"] },
      });
    }
  });

  test("suspended users are refused, and projectId in the query is", async () => {
    const account = { userId: "u", email: "e@example.org", defaultProjectId: "p", keys: [{ key: "k" }] };
    const suspended = livepeerAccount({ accounts: [{ ...account, suspended: true }] });
    const { call } = livepeerAccount();
    expect((await suspended.call("GET", "/stream")).body).toEqual({ errors: ["user is suspended"] });
    const { status, body } = await call("GET", "/stream?projectId=p");
    expect([status, body]).toEqual([400, { errors: ["projectId as query param not supported"] }]);
  });
});

const fault = (instancePath: string, schemaPath: string, params: object, message: string) => [
  { instancePath, schemaPath, keyword: schemaPath.split("/").at(-1), params, message },
];

describe("a 422 holds the first fault as JSON in a string", () => {
  test.each([
    ["/stream", {}, fault("", "#/required", { missingProperty: "name" }, "must have required property 'name'")],
    [
      "/stream",
      { name: "a", nonsense: 1 },
      fault("", "#/additionalProperties", { additionalProperty: "nonsense" }, "must NOT have additional properties"),
    ],
    ["/stream", { name: 1 }, fault("/name", "#/properties/name/type", { type: "string" }, "must be string")],
    ["/stream", [], fault("", "#/type", { type: "object" }, "must be object")],
    [
      "/stream",
      { name: "a", profiles: [{ name: "p", width: 100, height: 720, bitrate: 1000, fps: 0 }] },
      fault(
        "/profiles/0/width",
        "#/properties/profiles/items/properties/width/minimum",
        { comparison: ">=", limit: 128 },
        "must be >= 128",
      ),
    ],
    [
      "/stream",
      { name: "a", multistream: { targets: [{ spec: { url: URL } }] } },
      fault(
        "/multistream/targets/0",
        "#/properties/multistream/properties/targets/items/required",
        { missingProperty: "profile" },
        "must have required property 'profile'",
      ),
    ],
    [
      "/multistream/target",
      { url: "RTMP://a/b" },
      fault(
        "/url",
        "#/properties/url/pattern",
        { pattern: "^(srt|rtmps?)://" },
        'must match pattern "^(srt|rtmps?)://"',
      ),
    ],
    [
      "/multistream/target",
      { url: "rtmp://a/b c" },
      fault("/url", "#/properties/url/format", { format: "uri" }, 'must match format "uri"'),
    ],
    [
      "/multistream/target",
      { name: "a" },
      fault("", "#/required", { missingProperty: "url" }, "must have required property 'url'"),
    ],
  ])("%s %j", async (path, body, expected) => {
    const answer = await livepeerAccount().call("POST", path, body);
    expect(answer.status).toBe(422);
    expect(schemaErrorsOf(answer)).toEqual(expected);
  });

  test("a tag that is an object fits no branch", async () => {
    const answer = await livepeerAccount().call("POST", "/stream", { name: "a", userTags: { mine: { deep: 1 } } });
    expect(answer.status).toBe(422);
    expect(schemaErrorsOf(answer).at(-1)).toMatchObject({ instancePath: "/userTags/mine", keyword: "oneOf" });
  });

  test("a body that is not sent as JSON is not read", async () => {
    const { simulator } = livepeerAccount();
    const headers = { authorization: `Bearer ${simulator.credentials.apiKey}`, "content-type": "text/plain" };
    const request = new Request("https://livepeer.studio/api/stream", {
      method: "POST",
      headers,
      body: '{"name":"a"}',
    });
    const response = await simulator.fetch(request);
    expect([response.status, await response.text()]).toEqual([
      422,
      expect.stringContaining("must have required property 'name'"),
    ]);
  });
});

test("a body that is no JSON is a 400", async () => {
  const { simulator } = livepeerAccount();
  const headers = { authorization: `Bearer ${simulator.credentials.apiKey}`, "content-type": "application/json" };
  const request = new Request("https://livepeer.studio/api/stream", { method: "POST", headers, body: "{" });
  expect((await simulator.fetch(request)).status).toBe(400);
});

const targets = (...list: object[]) => ({ multistream: { targets: list } });

describe("a rule that no schema says is a 400 in plain words", () => {
  const profile = { name: "p", width: 128, height: 128, bitrate: 1000, fps: 0 };
  test.each([
    [{ profiles: [{ ...profile, name: "source" }] }, 'profile cannot be named "source"'],
    [{ profiles: [profile, profile] }, 'duplicate profile name "p"'],
    [
      targets({ profile: "nope", spec: { url: URL } }),
      'multistream target profile not found: "nope". available: ["240p0","360p0","480p0","720p0","source"]',
    ],
    [targets({ profile: "source" }), 'multistream target must have either an "id" or a "spec"'],
    [
      targets({ profile: "source", id: "x", spec: { url: URL } }),
      'multistream target must have either an "id" or a "spec"',
    ],
    [targets({ profile: "source", id: "gone" }), 'multistream target not found: "gone"'],
  ])("%j", async (input, message) => {
    const { status, body } = await livepeerAccount().call("POST", "/stream", { name: "a", ...input });
    expect([status, body]).toEqual([400, { errors: [message] }]);
  });

  test("pulling is for the chosen few", async () => {
    const { call } = livepeerAccount();
    const { status, body } = await call("POST", "/stream", {
      name: "a",
      pull: { source: "https://example.org/a.flv" },
    });
    expect([status, body]).toEqual([403, { errors: ["user is not a subject of experiment: stream-pull-source"] }]);
  });
});
