import { createServer } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { fromBase64 } from "../kernel/base64.ts";
import { silentReceiver } from "../kernel/silent-receiver.test.support.ts";
import { livepeerAccount } from "./livepeer-account.test.support.ts";

const url = "https://example.org/hook";
const opened: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

/** A receiver on this machine that answers `/moved` with 200 and every other path with a 307 to there. */
async function redirecting() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    seen.push(`${request.method} ${request.url}`);
    if (request.url === "/moved") response.end("thanks");
    else response.writeHead(307, { location: "/moved" }).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  opened.push(server);
  const address = server.address();
  return { seen, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/hook` };
}

describe("what a receiver answers", () => {
  test.each([
    [404, 1],
    [500, 2],
  ])("an error page of 500 kB with status %i is logged once per attempt, cut", async (status, attempts) => {
    const page = "é".repeat(250_000);
    const { simulator, call, newStream, pass } = livepeerAccount({
      fetch: () => Promise.resolve(new Response(page, { status })),
    });
    const { id } = simulator.addWebhook({ url });
    await simulator.stage.connect(await newStream());
    await pass(0);
    await pass(5_000);
    expect(simulator.webhooks.deliveries()).toHaveLength(attempts);
    const log: unknown[] = JSON.parse((await call("GET", `/webhook/${id}/log`)).text);
    expect(log).toHaveLength(attempts);
    const { body } = Object(log[0]).response;
    expect(log[0]).toMatchObject({ success: false, response: { status } });
    expect(fromBase64(String(body))).toBe(page.slice(0, 1024));
    await pass(60_000);
    const shown = (await call("GET", `/webhook/${id}`)).body;
    expect(Object(shown).status.lastFailure).toMatchObject({ statusCode: status, response: body });
  });

  test("an answer without end is not waited for", async () => {
    let isCancelled = false;
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1000).fill(120)),
      cancel: () => {
        isCancelled = true;
      },
    });
    const { simulator, newStream, pass } = livepeerAccount({ fetch: () => Promise.resolve(new Response(body)) });
    simulator.addWebhook({ url });
    await simulator.stage.connect(await newStream());
    await pass(0);
    expect(isCancelled).toBe(true);
  });

  test("no answer within thirty seconds is a failure, which is tried again", async () => {
    const { fetch, isGivenUp } = silentReceiver();
    const { simulator, clock, newStream } = livepeerAccount({ fetch });
    simulator.addWebhook({ url });
    await simulator.stage.connect(await newStream());
    await expect.poll(isGivenUp).toBe(false);
    await clock.advance(29_999);
    expect(isGivenUp()).toBe(false);
    await clock.advance(1);
    await expect
      .poll(async () => {
        await clock.advance(1000);
        return simulator.webhooks.deliveries().map(({ attempt }) => attempt);
      })
      .toEqual([1, 2]);
  });

  test("a redirect is followed, and what is behind it counts", async () => {
    const receiver = await redirecting();
    const { simulator, call, newStream, pass } = livepeerAccount({ fetch: globalThis.fetch });
    const { id } = simulator.addWebhook({ url: receiver.url });
    await simulator.stage.connect(await newStream());
    await pass(0);
    expect(receiver.seen).toEqual(["POST /hook", "POST /moved"]);
    expect((await call("GET", `/webhook/${id}/log`)).body).toEqual([
      expect.objectContaining({ success: true, response: expect.objectContaining({ status: 200 }) }),
    ]);
  });
});

describe("who gets nothing", () => {
  test.each([
    ["http://localhost:8080/hook", []],
    ["http://192.168.1.5/hook", []],
    ["http://[::1]:8080/hook", []],
    ["http://[fd12::1]/hook", []],
    ["https://example.org/hook", ["stream.started"]],
    ["https://10.example.org/hook", ["stream.started"]],
  ])("livepeer quirk c: a webhook at %s, as in production, gets %o", async (address, expected) => {
    const { simulator, newStream, pass, told } = livepeerAccount({ privateWebhooks: false });
    simulator.addWebhook({ url: address });
    await simulator.stage.connect(await newStream());
    await pass(0);
    expect(told()).toEqual(expected);
  });

  test("livepeer quirk c: admins get everything, and so does everybody unless it is asked for", async () => {
    const admin = { userId: "u", email: "e@example.org", defaultProjectId: "p", keys: [{ key: "k" }], admin: true };
    for (const settings of [{ accounts: [admin], privateWebhooks: false }, {}]) {
      const { simulator, newStream, pass, told } = livepeerAccount(settings);
      simulator.addWebhook({ url: "http://127.0.0.1:8080/hook" });
      await simulator.stage.connect(await newStream());
      await pass(0);
      expect(told()).toEqual(["stream.started"]);
    }
  });

  test("livepeer quirk d: a user who is suspended meanwhile", async () => {
    const account = {
      userId: "u",
      email: "e@example.org",
      defaultProjectId: "p",
      keys: [{ key: "k" }],
      suspended: false,
    };
    const { simulator, newStream, pass, told } = livepeerAccount({ accounts: [account] });
    simulator.addWebhook({ url });
    const stream = await newStream();
    await simulator.stage.connect(stream);
    account.suspended = true;
    await simulator.stage.end(stream);
    await pass(60_000);
    expect(told()).toEqual(["stream.started"]);
  });
});
