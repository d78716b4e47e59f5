import { expect, test } from "vitest";
import { ingest } from "../samples.test.support.ts";
import { openStandIn } from "../stand-in.test.support.ts";

const plan = {
  from: "selfhost",
  to: "mux-us",
  created: [{ targetId: "tgt_1", name: "Twitch" }],
  kept: ["the name", { targetId: "tgt_2", name: "Kick" }],
  lost: [
    { targetId: "tgt_3", what: "target Studio", reason: "mux-us sends no SRT" },
    { what: "the rendition", reason: "mux-us has none" },
  ],
  ingest: "new",
};

test("shows the plan and changes nothing, unless it is told to", async () => {
  const standIn = await openStandIn({ json: { plan, applied: false } });
  const { code, out } = await standIn.run(["switch", "str_1", "--to", "mux-us"]);
  expect(code).toBe(0);
  expect(out.split("\n")).toEqual([
    "Would switch from selfhost to mux-us.",
    "",
    "Created at mux-us:",
    "  Twitch (tgt_1)",
    "",
    "Kept:",
    "  the name",
    "  Kick (tgt_2)",
    "",
    "Lost:",
    "  target Studio (tgt_3): mux-us sends no SRT",
    "  the rendition: mux-us has none",
    "",
    "Your encoder gets a new address and key.",
    "Nothing was changed. To do it: the same with --apply.",
  ]);
  expect(standIn.heard).toMatchObject([
    { method: "POST", path: "/v1/streams/str_1/switch", body: { provider: "mux-us", dryRun: true } },
  ]);
});

test("a plan that would be refused now says why, and what to do", async () => {
  const refused = [{ code: "not_idle", message: "The stream is live.", hint: "Wait for `stream.idle`." }];
  const standIn = await openStandIn({ json: { plan: { ...plan, kept: [], lost: [], refused }, applied: false } });
  const { code, out } = await standIn.run(["switch", "str_1", "--to", "mux-us"]);
  expect(code).toBe(0);
  expect(out.split("\n").slice(-6)).toEqual([
    "",
    "It would be refused now:",
    "  The stream is live. Wait for `stream.idle`.",
    "",
    "Your encoder gets a new address and key.",
    "Nothing was changed.",
  ]);
});

test("--apply does it and shows where the encoder sends to", async () => {
  const standIn = await openStandIn({ json: { plan: { ...plan, lost: [] }, applied: true, ingest } });
  const { out } = await standIn.run(["switch", "str_1", "--to", "mux-us", "--apply"]);
  expect(out).toMatch(/^✓ Switched from selfhost to mux-us\./u);
  expect(out).toContain("planted-ingest-key");
  expect(out).not.toMatch(/Lost|Nothing was changed/u);
  expect(standIn.heard[0]?.body).toEqual({ provider: "mux-us", dryRun: false });
});

test("what is told in other words is shown as it is", async () => {
  const odd = { ...plan, kept: [{ id: "tgt_9" }], lost: [{ what: "the sound" }] };
  const standIn = await openStandIn({ json: { plan: odd, applied: true } });
  const { code, out } = await standIn.run(["switch", "str_1", "--to", "mux-us", "--apply"]);
  expect(code).toBe(0);
  expect(out).toMatch(/Kept:\n {2}\{"id":"tgt_9"\}\n\nLost:\n {2}the sound\n/u);
});

test.each([[["switch"]], [["switch", "str_1"]]])("%j is refused before anything is sent", async (words) => {
  const standIn = await openStandIn({ json: {} });
  expect(await standIn.run(words)).toMatchObject({ code: 2, err: expect.stringContaining("Say which") });
  expect(standIn.heard).toEqual([]);
});

test("an answer that is not understood is told, without its content", async () => {
  const standIn = await openStandIn({ json: { plan: "planted" } });
  const { code, err } = await standIn.run(["switch", "str_1", "--to", "mux-us"]);
  expect(code).toBe(1);
  expect(err).toContain("Not as expected: plan, applied");
  expect(err).not.toContain("planted");
});
