import { SDKError } from "livepeer/models/errors/sdkerror.js";
import { expect, test } from "vitest";
import { openLivepeer } from "./open-livepeer.ts";
import { sdkErrorOf } from "./sdk-error.ts";

test("401: the server repeats the key that it does not know, and so does the SDK's message", async () => {
  await using opened = await openLivepeer();
  const key = "0c0ffee0-dead-4000-8000-000000000000";
  const [result] = await Promise.allSettled([opened.client({ apiKey: key }).stream.getAll()]);
  expect(result).toMatchObject({ status: "rejected" });
  const error: unknown = result?.status === "rejected" ? result.reason : undefined;
  expect(error).toBeInstanceOf(SDKError);
  expect(error).toMatchObject({
    statusCode: 401,
    contentType: expect.stringContaining("application/json"),
    body: JSON.stringify({ errors: [`no token ${key} found`] }),
    message: expect.stringContaining(key),
  });
});

test("422: each error is the JSON of what the schema says", async () => {
  await using opened = await openLivepeer();
  const { statusCode, body } = await sdkErrorOf(opened.livepeer.multistream.create({ url: "https://example.com/x" }));
  expect(statusCode).toBe(422);
  expect(body).toEqual({ errors: [expect.any(String)] });
  const [text] = Object(body).errors;
  expect(JSON.parse(text)).toMatchObject({
    instancePath: "/url",
    keyword: "pattern",
    message: expect.stringContaining("must match pattern"),
  });
});

test("400: rules that no schema can say", async () => {
  await using opened = await openLivepeer();
  const { livepeer } = opened;
  const size = { width: 640, height: 360, bitrate: 800_000, fps: 30 };
  expect(await sdkErrorOf(livepeer.stream.create({ name: "s", profiles: [{ name: "source", ...size }] }))).toEqual({
    statusCode: 400,
    body: { errors: ['profile cannot be named "source"'] },
  });
  const twice = [
    { name: "a", ...size },
    { name: "a", ...size },
  ];
  expect(await sdkErrorOf(livepeer.stream.create({ name: "s", profiles: twice }))).toEqual({
    statusCode: 400,
    body: { errors: ['duplicate profile name "a"'] },
  });
});

test("404: what is another project's", async () => {
  const project = "51a1a70b-0000-4000-8000-0000000000cc";
  const keys = [{ key: "key-of-default" }, { key: "key-of-other", projectId: project }];
  const account = { userId: "user", email: "user@example.com", defaultProjectId: "default", keys };
  await using opened = await openLivepeer({ accounts: [account] });
  const other = opened.client({ apiKey: "key-of-other" });
  const id = (await opened.livepeer.stream.create({ name: "s" })).stream?.id ?? "";
  expect(await sdkErrorOf(other.stream.get(id))).toMatchObject({ statusCode: 404 });
  expect((await other.stream.getAll()).data).toEqual([]);
  const target = (await opened.livepeer.multistream.create({ url: "rtmp://h/app/key" })).multistreamTarget;
  expect((await other.multistream.get(target?.id ?? "")).multistreamTarget).toEqual(target);
});

test("429 and 5xx: retried only where the caller says so", async () => {
  await using opened = await openLivepeer();
  const { simulator, livepeer, client } = opened;
  const answers = [429, 503].map((status) => ({
    method: "GET",
    fault: { kind: "answer", status, body: { errors: ["later"] } } as const,
  }));
  for (const rule of answers) simulator.faults.add(rule);
  expect(await sdkErrorOf(livepeer.stream.getAll())).toEqual({ statusCode: 429, body: { errors: ["later"] } });
  expect(await sdkErrorOf(livepeer.stream.getAll())).toEqual({ statusCode: 503, body: { errors: ["later"] } });

  for (const rule of answers) simulator.faults.add(rule);
  simulator.requests.clear();
  const backoff = { initialInterval: 5, maxInterval: 5, exponent: 1, maxElapsedTime: 5_000 };
  expect((await client({ retryConfig: { strategy: "backoff", backoff } }).stream.getAll()).data).toEqual([]);
  expect(simulator.requests.all().map(({ status }) => status)).toEqual([429, 503, 200]);
});
