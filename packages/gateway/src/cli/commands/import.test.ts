import { expect, test } from "vitest";
import { openStandIn } from "../stand-in.test.support.ts";

const found = { providerId: "ls_1", name: "Old show", targets: [{}, {}], notices: [] };

test("shows what it would take over, all pages of it", async () => {
  const standIn = await openStandIn(
    { json: { data: [found], nextCursor: "c1" } },
    {
      json: {
        data: [
          { ...found, providerId: "ls_2", targets: 1, already: "str_2" },
          {
            ...found,
            providerId: "ls_3",
            targets: [],
            notices: [{ code: "needs_key", message: "The key is not known." }],
          },
        ],
      },
    },
  );
  const { code, out } = await standIn.run(["import", "--provider", "mux-us", "--ids", "ls_1,ls_2, ls_3"]);
  expect(code).toBe(0);
  expect(out.split("\n")).toEqual([
    "ls_1   Old show   2 targets   would be taken over",
    "ls_2   Old show   1 target    here already: str_2",
    "ls_3   Old show   0 targets   would be taken over",
    "! Old show: The key is not known.",
    "",
    "Nothing was changed. To do it: the same with --apply.",
  ]);
  const body = { provider: "mux-us", dryRun: true, ids: ["ls_1", "ls_2", "ls_3"] };
  expect(standIn.heard.map((request) => request.body)).toEqual([body, { ...body, cursor: "c1" }]);
});

test.each([["--apply"], ["--no-dry-run"]])("%s does it", async (flag) => {
  const standIn = await openStandIn({ json: { data: [{ ...found, imported: "str_9" }, found] } });
  const { out } = await standIn.run(["import", flag]);
  expect(out.split("\n")).toEqual([
    "ls_1   Old show   2 targets   ✓ str_9",
    "ls_1   Old show   2 targets   not taken over",
  ]);
  expect(standIn.heard[0]?.body).toEqual({ dryRun: false });
});

test("--json answers with all of it", async () => {
  const standIn = await openStandIn({ json: { data: [found] } });
  expect(JSON.parse((await standIn.run(["import", "--json"])).out)).toEqual({ data: [found], dryRun: true });
});

test.each([
  [["--apply", "--dry-run"], "but not both"],
  [["--ids", " , "], "--ids takes ids"],
])("%j is refused", async (words, fault) => {
  const standIn = await openStandIn({ json: { data: [] } });
  expect(await standIn.run(["import", ...words])).toMatchObject({ code: 2, err: expect.stringContaining(fault) });
  expect(standIn.heard).toEqual([]);
});
