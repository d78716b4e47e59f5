import { describe, expect, test } from "vitest";
import { asked, context, failure, simulated, useSimulators } from "../test-support/simulated.ts";

useSimulators();

const url = "https://app.example.com/webhooks/mux?token=url-canary";
const path = "/system/v1/webhooks";

describe("register", () => {
  test("answers the id and the secret, which prints as nothing", async () => {
    const { adapter, simulator, client } = simulated();
    const registered = await adapter.webhooks?.register?.(url, context());
    const secret = registered?.secret.reveal() ?? "";
    expect(secret).not.toBe("");
    expect(JSON.stringify(registered)).not.toContain(secret);

    await client.streams.create({ name: "Show" });
    await simulator.webhooks.settled();
    const [delivery] = simulator.webhooks.deliveries();
    expect(delivery?.url).toBe(url);
    const sent = { url, headers: new Headers(delivery?.headers), body: new TextEncoder().encode(delivery?.body) };
    const secrets = registered ? [registered.secret] : [];
    expect(await adapter.webhooks?.verify(sent, { secrets })).toMatchObject({ type: "video.live_stream.created" });
  });

  test("an address that is there already is a conflict, with what to do", async () => {
    const { adapter, simulator } = simulated();
    await adapter.webhooks?.register?.(url, context());
    simulator.requests.clear();
    const error = await failure(adapter.webhooks?.register?.(url, context()) ?? Promise.resolve());
    expect(error).toMatchObject({ code: "conflict", hint: expect.stringContaining("dashboard") });
    expect(JSON.stringify(error)).not.toContain("url-canary");
    expect(asked(simulator)).toEqual([`GET ${path}`]);
  });

  test("one that somebody registers in between is a conflict too, however Mux says so", async () => {
    const { adapter, simulator } = simulated();
    simulator.faults.add({ method: "POST", path, fault: { kind: "answer_after_commit", status: 400 } });
    const error = await failure(adapter.webhooks?.register?.(url, context()) ?? Promise.resolve());
    expect(error).toMatchObject({ code: "conflict" });
  });

  test("an answer that is lost, with the secret in it, leaves one endpoint whose secret is known", async () => {
    const { adapter, simulator } = simulated();
    simulator.faults.add({ method: "POST", path, fault: { kind: "answer_after_commit", status: 500 } });
    const registered = await adapter.webhooks?.register?.(url, context());
    const listed = await adapter.request?.({ path });
    expect(listed).toMatchObject({ data: [{ id: registered?.id, address: url }] });
  });

  test("another refusal stays what it is", async () => {
    const { adapter, simulator } = simulated();
    simulator.faults.add({ method: "POST", path, fault: { kind: "answer", status: 403 } });
    const error = await failure(adapter.webhooks?.register?.(url, context()) ?? Promise.resolve());
    expect(error).toMatchObject({ code: "forbidden", hint: expect.stringContaining("system") });
  });
});
