import { isDeepStrictEqual } from "node:util";
import { capabilitiesSchema } from "@polycast/core/provider";
import { everythingAllowed } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { fourTables } from "./four-tables.test.support.ts";
import { gatewayRules } from "./gateway-rules.ts";
import { always, never, nextSession, rigid, tableWith, whileIdle } from "./sample-target.test.support.ts";

test("what a provider refuses while live waits until it is idle, and says so", () => {
  const { target } = gatewayRules(rigid);
  for (const rule of [target.create, target.delete]) {
    expect(rule).toEqual({
      ...whileIdle,
      live: "stream_idle",
      via: "emulated",
      reason:
        "only while idle; while the stream is live the gateway keeps the change, and makes it when the stream is idle",
    });
  }
  expect(gatewayRules(tableWith({ enable: { ...whileIdle, reason: undefined } })).target.enable).toMatchObject({
    live: "stream_idle",
    reason: "while the stream is live the gateway keeps the change, and makes it when the stream is idle",
  });
});

test("without a switch, on and off have the times of making and deleting", () => {
  const rules = gatewayRules(tableWith({ create: nextSession, delete: whileIdle, enable: never, disable: never }));
  expect(rules.target.enable).toMatchObject({ idle: "now", live: "next_session", via: "emulated", evidence: "tested" });
  expect(rules.target.disable).toMatchObject({ idle: "now", live: "stream_idle", evidence: "documented" });
  expect(rules.target.disable.reason).toMatch(/^no such call; the gateway deletes .* as soon as the stream is idle$/u);
  expect(rules.target.enable.reason).toMatch(/^no such call; the gateway makes .* for the next session$/u);
});

test("one half of a switch, or no way to make and delete, emulates nothing", () => {
  expect(gatewayRules(tableWith({ enable: never })).target).toMatchObject({
    enable: never,
    disable: { via: "native", live: "now" },
  });
  const rules = gatewayRules(
    tableWith({ create: never, enable: never, disable: never, update: { destination: never } }),
  );
  expect(rules.target).toMatchObject({ create: never, enable: never, disable: never, update: { destination: never } });
});

test("a destination that never changes is deleted and made again, in the later of the two times", () => {
  const update = { destination: never };
  const timesWith = (create: typeof always, remove: typeof always) =>
    gatewayRules(tableWith({ create, delete: remove, update })).target.update.destination;
  expect(timesWith(always, always)).toMatchObject({ idle: "now", live: "now", via: "emulated" });
  expect(timesWith(whileIdle, always)).toMatchObject({ idle: "now", live: "stream_idle", evidence: "documented" });
  expect(timesWith(whileIdle, nextSession)).toMatchObject({ live: "stream_idle" });
  expect(timesWith(always, nextSession)).toMatchObject({ live: "next_session" });
  expect(timesWith({ ...always, live: "refused", idle: "now", evidence: "assumed" }, whileIdle).evidence).toBe(
    "assumed",
  );
});

test("a rendition is made anew only where a target takes one", () => {
  const update = { rendition: never };
  expect(gatewayRules(tableWith({ update }, { renditions: true })).target.update.rendition.via).toBe("emulated");
  expect(gatewayRules(tableWith({ update }, { renditions: false })).target.update.rendition).toEqual(never);
});

test("a name that the provider does not keep is the gateway's", () => {
  const kept = {
    idle: "now",
    live: "now",
    via: "emulated",
    reason: expect.stringContaining("the gateway keeps the name"),
  };
  expect(gatewayRules(rigid).target.update.name).toMatchObject({ ...kept, source: "page", evidence: "assumed" });
  const forgetful = everythingAllowed({ stores: { stream: [], target: [] } });
  expect(gatewayRules(forgetful).target.update.name).toMatchObject(kept);
  expect(gatewayRules(forgetful).stream.update).toEqual(forgetful.stream.update);
  const fixed = { ...forgetful, stream: { ...forgetful.stream, update: never } };
  expect(gatewayRules(fixed).stream.update).toMatchObject(kept);
});

test("what is wanted at once is not put off", () => {
  const base = tableWith({ restart: whileIdle });
  const stream = { ...base.stream, end: whileIdle, rotateIngest: whileIdle, disable: whileIdle, delete: whileIdle };
  const rules = gatewayRules({ ...base, stream });
  expect(rules.target.restart).toEqual(whileIdle);
  expect(rules.stream).toMatchObject({ end: whileIdle, rotateIngest: whileIdle });
  expect(rules.stream.disable.live).toBe("stream_idle");
  expect(rules.stream.delete.live).toBe("stream_idle");
});

test("everything of the caller's is stored, and what the gateway knows by itself is among the states", () => {
  const all = ["name", "reference", "metadata", "createdAt"];
  const states = ["idle", "live"] as const;
  const rules = gatewayRules({ ...rigid, status: { ...rigid.status, states: [...states] } });
  expect(rules.stores).toEqual({ stream: all, target: all });
  expect(rules.status.states).toEqual(["idle", "live", "disabled", "failed"]);
});

test("of the four, only what is emulated changes, and it says why", async () => {
  for (const [name, table] of await fourTables()) {
    const rules = gatewayRules(capabilitiesSchema.parse(table));
    expect(capabilitiesSchema.parse(rules)).toEqual(rules);
    const changed = Object.entries(rules.target).filter(([key, rule]) => {
      const native = Object.entries(table.target).find(([own]) => own === key)?.[1];
      return !isDeepStrictEqual(native, rule);
    });
    expect([name, changed.map(([key]) => key)]).toEqual([
      name,
      name === "mux" ? ["create", "delete", "enable", "disable", "update"] : [],
    ]);
    expect(rules.stream).toEqual(table.stream);
  }
  const mux = (await fourTables()).get("mux");
  expect(mux && gatewayRules(mux).target.update.rendition).toEqual(mux?.target.update.rendition);
});
