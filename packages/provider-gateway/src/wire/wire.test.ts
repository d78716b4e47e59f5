import { describe, expect, test } from "vitest";
import { wireStream as sampleStream, wireTable, wireTarget as sampleTarget } from "../test-support/samples.ts";
import { wireProvider } from "./provider.ts";
import { wireIngest, wireStream } from "./stream.ts";
import { wireTarget } from "./target.ts";

const status = { state: "live", source: "relay", since: "2026-03-01T12:00:00Z" };

describe("a word that is not known yet is no error", () => {
  test("a state is unknown, and stays as native", () => {
    const { status: read } = wireTarget.parse(sampleTarget({ status: { ...status, state: "warming_up" } }));
    expect(read).toEqual({ ...status, state: "unknown", native: "warming_up" });
    const stream = wireStream.parse(sampleStream({ status: { ...status, state: "paused", native: "on_hold" } }));
    expect(stream.status).toMatchObject({ state: "unknown", native: "on_hold", since: status.since });
  });

  test("a reason, a source and a preset", () => {
    const reason = { code: "quota", message: "The platform says no." };
    const destination = { redacted: true, protocol: "rtmp", host: "a.example.com", preset: "platform-of-the-future" };
    const target = sampleTarget({ status: { ...status, source: "oracle", reason }, destination });
    expect(wireTarget.parse(target)).toMatchObject({
      status: { state: "live", source: "assumed", reason: { code: "unknown", message: reason.message } },
      destination: { redacted: true, protocol: "rtmp", host: "a.example.com" },
    });
    expect(wireTarget.parse(target).destination).not.toHaveProperty("preset");
  });

  test("what is pending", () => {
    const error = { code: "new_code", message: "No.", retryable: true };
    const pending = { changes: ["move", "enable"], applies: "at_dawn", since: "2026-03-01T12:00:00Z", error };
    expect(wireTarget.parse(sampleTarget({ pending })).pending).toEqual({
      changes: ["enable"],
      applies: "next_session",
      since: pending.since,
      error: { ...error, code: "internal" },
    });
  });

  test("an ingest of another protocol is left out", () => {
    const rtmp = { protocol: "rtmp", url: "rtmp://in.example.com/live", streamKey: "k" };
    expect(wireIngest.parse([{ protocol: "whip", url: "https://in.example.com" }, rtmp])).toEqual([rtmp]);
  });

  test("a rule promises nothing that has no word here", () => {
    const rule = { ...wireTable.target.create, idle: "now", live: "in_a_while", evidence: "rumoured", via: "magic" };
    const table = {
      ...wireTable,
      target: { ...wireTable.target, create: rule },
      status: { ...wireTable.status, states: ["idle", "warming_up"], delivery: ["pigeon", "poll"] },
      protocols: ["rtmp", "whip"],
    };
    const { capabilities } = wireProvider.parse({ name: "mux", capabilities: table });
    expect(capabilities?.target.create).toMatchObject({
      idle: "now",
      live: "refused",
      via: "emulated",
      evidence: "assumed",
    });
    expect(capabilities?.status).toMatchObject({ states: ["idle"], delivery: ["poll"] });
    expect(capabilities?.protocols).toEqual(["rtmp"]);
  });
});

test("a field that nobody knows is left out, and one that is needed is not made up", () => {
  expect(wireStream.parse(sampleStream({ shinyNewField: 1 }))).not.toHaveProperty("shinyNewField");
  expect(wireStream.safeParse(sampleStream({ name: undefined })).success).toBe(false);
});
