import { describe, expect, test } from "vitest";
import { castrAccount, streamIn, youtube } from "./castr-account.test.support.ts";

const custom = { template: "custom", ...youtube, enabled: true };

describe("castr §3: adding a platform", () => {
  test("answers the platform with its key in clear and without a status; the stream shows the status", async () => {
    const account = castrAccount();
    const id = await account.stream();
    const { status, body } = await account.call("POST", `/live_streams/${id}/platforms`, custom);
    expect(status).toBe(200);
    const added = { _id: expect.stringMatching(/^[0-9a-f]{24}$/u), ...custom };
    expect(body).toEqual(added);
    expect((await account.read(id)).platforms).toEqual([{ ...added, broadcasting_status: "offline" }]);
  });

  test("quirk: POST and PATCH answer the whole stream", async () => {
    const account = castrAccount({ quirks: { platformAnswer: "stream" } });
    const id = await account.stream();
    const added = await account.call("POST", `/live_streams/${id}/platforms`, { ...custom, name: "YouTube" });
    expect(added.body).toEqual(await account.read(id));
    const { platforms } = streamIn(added);
    expect(platforms).toMatchObject([{ name: "YouTube" }]);
    const path = `/live_streams/${id}/platforms/${platforms[0]?._id}`;
    expect((await account.call("PATCH", path, { enabled: false })).body).toEqual(await account.read(id));
  });

  test("the same destination can be there twice: nothing makes a repeated POST harmless", async () => {
    const account = castrAccount();
    const id = await account.stream();
    expect(await account.platform(id)).not.toBe(await account.platform(id));
    expect((await account.read(id)).platforms).toHaveLength(2);
  });

  test("rtmps and srt are taken, srt without a key", async () => {
    const account = castrAccount();
    const id = await account.stream();
    await account.platform(id, { server: "rtmps://live.example:443/app" });
    const srt = { template: "custom", server: "srt://live.example:9000?streamid=x" };
    expect((await account.call("POST", `/live_streams/${id}/platforms`, srt)).body).toMatchObject({ ...srt, key: "" });
  });

  test.each([
    ["another template", { template: "facebook" }, "template"],
    ["an address of another kind", { server: "https://live.example/app" }, "server"],
    ["no key", { key: "" }, "key"],
    ["a switch that is no switch", { enabled: "yes" }, "enabled"],
  ])("%s is refused with 400 (assumed), and nothing is kept or shown of it", async (_what, fields, field) => {
    const account = castrAccount();
    const id = await account.stream();
    const answer = await account.call("POST", `/live_streams/${id}/platforms`, { ...custom, ...fields });
    expect(answer.body).toEqual({
      statusCode: 400,
      error: "Bad Request",
      message: expect.stringContaining(`"${field}"`),
    });
    expect(answer.text).not.toContain(youtube.key);
    expect((await account.read(id)).platforms).toEqual([]);
  });

  test.each([400, 403] as const)("quirk: over the plan's limit the answer is %i (assumed)", async (overLimitStatus) => {
    const account = castrAccount({ quirks: { overLimitStatus } });
    const id = await account.stream();
    for (let count = 0; count < 6; count += 1) await account.platform(id);
    const refused = await account.call("POST", `/live_streams/${id}/platforms`, custom);
    expect(refused).toMatchObject({ status: overLimitStatus, body: { statusCode: overLimitStatus } });
    expect(() => account.simulator.linkPlatform(id)).toThrow("6 platforms");
    const [first] = (await account.read(id)).platforms;
    await account.call("DELETE", `/live_streams/${id}/platforms/${first?._id}`);
    expect((await account.call("POST", `/live_streams/${id}/platforms`, custom)).status).toBe(200);
  });
});

describe("castr §3: changing a platform", () => {
  const change = { server: "rtmps://other.example/app", key: "new-key", name: "Other", enabled: false };

  test("`enabled` alone keeps server and key", async () => {
    const account = castrAccount();
    const id = await account.stream();
    const platformId = await account.platform(id);
    const { body } = await account.call("PATCH", `/live_streams/${id}/platforms/${platformId}`, { enabled: false });
    expect(body).toEqual({ _id: platformId, ...custom, enabled: false });
  });

  test("every field changes", async () => {
    const account = castrAccount();
    const id = await account.stream();
    const platformId = await account.platform(id);
    const { body } = await account.call("PATCH", `/live_streams/${id}/platforms/${platformId}`, change);
    expect(body).toEqual({ _id: platformId, template: "custom", ...change });
  });

  test("quirk: only `enabled` is honoured, and the rest is ignored with a 200", async () => {
    const account = castrAccount({ quirks: { patchPlatform: "enabled_only" } });
    const id = await account.stream();
    const platformId = await account.platform(id);
    const { status } = await account.call("PATCH", `/live_streams/${id}/platforms/${platformId}`, change);
    expect(status).toBe(200);
    const kept = { _id: platformId, ...custom, enabled: false, broadcasting_status: "offline" };
    expect((await account.read(id)).platforms).toEqual([kept]);
  });

  test("a platform is found under its own stream only", async () => {
    const account = castrAccount();
    const platformId = await account.platform(await account.stream());
    const other = `/live_streams/${await account.stream()}/platforms/${platformId}`;
    expect((await account.call("PATCH", other, { enabled: false })).status).toBe(404);
    expect((await account.call("DELETE", other)).status).toBe(404);
  });

  test("there is no GET of platforms", async () => {
    const account = castrAccount();
    const id = await account.stream();
    const platformId = await account.platform(id);
    expect((await account.call("GET", `/live_streams/${id}/platforms`)).status).toBe(404);
    expect((await account.call("GET", `/live_streams/${id}/platforms/${platformId}`)).status).toBe(404);
  });
});

describe("castr §3: a platform that was linked in the dashboard", () => {
  test("is shown in the stream with its template and without an address", async () => {
    const account = castrAccount();
    const id = await account.stream();
    const platformId = account.simulator.linkPlatform(id, { name: "My page" });
    const linked = { _id: platformId, template: "facebook", name: "My page", enabled: true };
    expect((await account.read(id)).platforms).toEqual([{ ...linked, broadcasting_status: "offline" }]);
  });

  test("can be toggled and given metadata, but its key cannot be changed", async () => {
    const account = castrAccount();
    const id = await account.stream();
    const path = `/live_streams/${id}/platforms/${account.simulator.linkPlatform(id, { template: "youtube" })}`;
    const metadata = { title: "Tonight", description: "At eight" };
    expect((await account.call("PATCH", path, { name: "Mine", enabled: false, metadata })).status).toBe(200);
    expect((await account.call("PATCH", path, { metadata: { title: "Now" } })).status).toBe(200);
    const refused = await account.call("PATCH", path, { key: "planted-key", enabled: true });
    expect(refused.body).toEqual({
      statusCode: 400,
      error: "Bad Request",
      message: expect.stringContaining("read-only"),
    });
    const shown = { name: "Mine", enabled: false, metadata: { title: "Now", description: "At eight" } };
    expect((await account.read(id)).platforms).toMatchObject([{ template: "youtube", ...shown }]);
  });
});
