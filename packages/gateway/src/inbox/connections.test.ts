import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ProviderAdapter, ProviderError, WebhookVerificationError } from "@polycast/core";
import { type ProviderWebhooks, Secret } from "@polycast/core/provider";
import type { FakeProvider } from "@polycast/core/testing";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import { storeUnavailable } from "../store/store-error.ts";
import { goLive, openTestInbox, type TestInboxOptions, webhookProvider } from "./test-inbox.test.support.ts";

const URL_TOKEN = "canary-url-token-0001";
const SECRET = "canary-signing-secret-0001";
const STREAM_KEY = "canary-stream-key-0001";

/** The provider with a way to be told of endpoints, and what it was told. */
function withRegister(fake: FakeProvider, secret = SECRET): { provider: ProviderAdapter; told: string[] } {
  const { provider } = fake;
  if (!provider.webhooks) throw new Error("it has no webhooks");
  const told: string[] = [];
  const register: ProviderWebhooks["register"] = async (url) => {
    told.push(url);
    return { id: `endpoint-${told.length}`, secret: new Secret(secret) };
  };
  return { provider: { ...provider, webhooks: { ...provider.webhooks, register } }, told };
}

async function open(options: TestInboxOptions = {}) {
  const clock = createManualClock();
  const fake = webhookProvider("fake", clock);
  const { provider, told } = withRegister(fake);
  const providers = { fake: provider, silent: { ...webhookProvider("silent", clock).provider } };
  return { clock, fake, told, ...(await openTestInbox({ clock, providers, ...options })) };
}

describe("to connect a provider", () => {
  test("tells it the public address and keeps its secret", async () => {
    const world = await open({ publicUrl: "https://live.example.com/" });
    const connection = await world.inbox.connect("fake");
    expect(world.told).toEqual(["https://live.example.com/webhooks/fake"]);
    expect(connection).toEqual({
      id: expect.stringMatching(/^pwh_/u),
      provider: "fake",
      url: "https://live.example.com/webhooks/fake",
      createdAt: "2026-01-02T03:04:05.000Z",
    });
    expect(await world.inbox.connections()).toEqual([connection]);
    expect(await world.inbox.connections("fake")).toEqual([connection]);
    expect(await world.inbox.connections("silent")).toEqual([]);
  });

  test("takes another address, whose query is not shown", async () => {
    const world = await open({ publicUrl: "https://live.example.com" });
    const url = `https://tunnel.example.net/in?token=${URL_TOKEN}`;
    expect(await world.inbox.connect("fake", { url })).toMatchObject({
      url: "https://tunnel.example.net/in?token=***",
    });
    expect(world.told).toEqual([url]);
  });

  test.each([
    [{}, "POLYCAST_PUBLIC_URL"],
    [{ url: "http://live.example.com/in" }, "POLYCAST_ALLOW_PRIVATE_TARGETS"],
    [{ url: "https://127.0.0.1/in" }, "POLYCAST_ALLOW_PRIVATE_TARGETS"],
    [{ url: "ftp://live.example.com/in" }, ""],
    [{ url: `https://user:${URL_TOKEN}@live.example.com/in` }, ""],
    [{ address: "https://live.example.com" }, "issues"],
  ])("refuses %j", async (input, hint) => {
    const world = await open();
    const error: unknown = await world.inbox.connect("fake", input).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid_argument", hint: expect.stringContaining(hint) });
    expect(JSON.stringify(error)).not.toContain("canary");
    expect(world.told).toEqual([]);
  });

  test("takes this machine where private addresses are allowed", async () => {
    const world = await open({ allowPrivate: true });
    const { url } = await world.inbox.connect("fake", { url: "http://127.0.0.1:8787/webhooks/fake" });
    expect(url).toBe("http://127.0.0.1:8787/webhooks/fake");
  });

  test("needs a provider that can be told, and says what to do where it cannot", async () => {
    const world = await open({ publicUrl: "https://live.example.com" });
    await expect(world.inbox.connect("nobody")).rejects.toMatchObject({ code: "not_found" });
    await expect(world.inbox.connections("nobody")).rejects.toMatchObject({ code: "not_found" });
    await expect(world.inbox.connect("silent")).rejects.toMatchObject({
      code: "unsupported",
      hint: expect.stringContaining("https://live.example.com/webhooks/silent"),
    });
  });

  test("to the same address again needs the former one forgotten", async () => {
    const world = await open({ publicUrl: "https://live.example.com" });
    const both = await Promise.allSettled([world.inbox.connect("fake"), world.inbox.connect("fake")]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const [{ id } = { id: "" }] = await world.inbox.connections();
    await expect(world.inbox.connect("fake")).rejects.toMatchObject({
      code: "conflict",
      hint: expect.stringContaining(`/v1/providers/fake/webhooks/${id}`),
    });
    await world.inbox.forget("fake", id);
    await expect(world.inbox.forget("fake", id)).rejects.toMatchObject({ code: "not_found" });
    await world.inbox.connect("fake");
    expect(world.told).toHaveLength(2);
  });

  test("passes on what the provider says, and names what it has made when that cannot be stored", async () => {
    const clock = createManualClock();
    const fake = webhookProvider("fake", clock);
    const refusing = withRegister(fake).provider;
    if (refusing.webhooks) {
      refusing.webhooks.register = async () => {
        throw new ProviderError("forbidden", "fake: no.", { provider: "fake" });
      };
    }
    const refused = await openTestInbox({ clock, providers: { fake: refusing } });
    const input = { url: "https://live.example.com/in" };
    await expect(refused.inbox.connect("fake", input)).rejects.toMatchObject({ code: "forbidden" });

    const broken = await open({
      wrapStore: (store) => ({ ...store, write: () => Promise.reject(storeUnavailable("The disk is full.")) }),
    });
    await expect(broken.inbox.connect("fake", input)).rejects.toMatchObject({
      code: "provider_unavailable",
      outcome: "unknown",
      hint: expect.stringContaining("endpoint-1"),
    });
  });
});

const register: ProviderWebhooks["register"] = async () => ({ id: "endpoint-1", secret: new Secret(SECRET) });

test("what is signed with the secret of a connection is believed, also after a restart, until it is forgotten", async () => {
  const clock = createManualClock();
  const sender = webhookProvider("fake", clock);
  // The gateway's own adapter has another secret in its settings than the one that the provider signs with.
  const { webhooks } = webhookProvider("fake", clock).provider;
  if (!webhooks) throw new Error("no webhooks");
  const own = sender.provider.webhooks;
  const verify: ProviderWebhooks["verify"] = (delivery, { secrets, ...options } = {}) =>
    own && secrets?.some((secret) => secret.reveal() === SECRET)
      ? own.verify(delivery, options)
      : webhooks.verify(delivery, { ...options, ...(secrets ? { secrets } : {}) });
  const providers = { fake: { ...sender.provider, webhooks: { ...webhooks, verify, register } } };
  const world = await openTestInbox({ clock, providers, publicUrl: "https://live.example.com" });
  const { delivery } = await goLive(world, sender, clock);
  expect((await world.inbox.receive("fake", delivery)).status).toBe(401);
  const { id } = await world.inbox.connect("fake");
  expect((await world.inbox.receive("fake", delivery)).status).toBe(200);
  await world.close();
  const again = await openTestInbox({ clock, providers, dataDir: world.dataDir });
  expect((await again.inbox.receive("fake", delivery)).status).toBe(200);
  await again.inbox.forget("fake", id);
  expect((await again.inbox.receive("fake", delivery)).status).toBe(401);
});

/** Knows one secret, and what a header says is at fault. */
const verifyByHeader: ProviderWebhooks["verify"] = async ({ headers, body }, options = {}) => {
  const reason = headers.get("x-fault");
  const isKnown = options.secrets?.every((secret) => secret.reveal() === SECRET) ?? false;
  if (!isKnown) throw new WebhookVerificationError("wrong_signature", { provider: "fake" });
  if (reason === "malformed_body") throw new WebhookVerificationError(reason, { provider: "fake" });
  if (reason === "outside_window" && (options.toleranceSeconds ?? 300) < 1000) {
    throw new WebhookVerificationError(reason, { provider: "fake" });
  }
  const payload = new Secret<unknown>(JSON.parse(Buffer.from(body).toString()));
  return { eventId: `event-${reason}`, type: "stream.changed", occurredAt: "2026-01-02T03:04:05.000Z", payload };
};

test("no secret is readable in the database, in the log or in an answer", async () => {
  const clock = createManualClock();
  const { provider } = withRegister(webhookProvider("fake", clock));
  if (!provider.webhooks) throw new Error("it has no webhooks");
  const world = await openTestInbox({
    clock,
    providers: { fake: { ...provider, webhooks: { ...provider.webhooks, verify: verifyByHeader } } },
  });
  const connection = await world.inbox.connect("fake", { url: `https://live.example.com/in?token=${URL_TOKEN}` });
  const receipts = [];
  for (const fault of ["malformed_body", "outside_window", "none"]) {
    const receipt = await world.inbox.receive("fake", {
      url: `https://live.example.com/webhooks/fake?token=${URL_TOKEN}`,
      headers: new Headers({ "x-fault": fault, "x-token": URL_TOKEN }),
      body: Buffer.from(JSON.stringify({ stream_key: STREAM_KEY })),
    });
    receipts.push(receipt);
  }
  expect(receipts.map(({ status }) => status)).toEqual([200, 200, 200]);
  const items = await world.settled();
  expect(items.map(({ state }) => state)).toEqual(["quarantined", "quarantined", "done"]);
  for (const { id } of items) await world.inbox.replay(id);
  items.push(...(await world.settled()));
  await world.close();
  const files = readdirSync(world.dataDir).map((file) => readFileSync(join(world.dataDir, file), "latin1"));
  const shown = [JSON.stringify([connection, receipts, items]), ...world.lines, ...files].join("\n");
  for (const secret of [URL_TOKEN, SECRET, STREAM_KEY]) {
    expect(shown.includes(secret)).toBe(false);
    expect(shown.includes(Buffer.from(secret).toString("base64").slice(0, -4))).toBe(false);
  }
});
