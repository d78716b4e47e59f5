import { describe, expect, test } from "vitest";
import { mapStreamEvent, mapStreamStatus, mapTargetStatus } from "./map-status.ts";
import { statusMapping } from "./status-mapping.ts";

const at = "2026-03-01T12:00:00.000Z";
const seen = { source: "api", observedAt: at } as const;

/** What makes the condition of a row true. */
const severities: Record<string, string | undefined> = {
  "`error_severity` is `normal`": "normal",
  "`error_severity` is `fatal`": "fatal",
  "`error_severity` is absent or another word": undefined,
};
const words: Record<string, string[]> = {
  "one of its targets is not `idle`": ["idle", "starting"],
  "it has targets and all of them are `idle`": ["idle", "idle"],
};

const wordOf = (native: string): string => (native === "any other word" ? "surprising" : native);

describe("the table of statuses and the adapter agree", () => {
  const named = statusMapping.map((row) => [`${row.native} ${row.when ?? ""}`, row] as const);

  test.each(named.filter(([, { of }]) => of === "target"))("target %s", (_, row) => {
    const status = mapTargetStatus(wordOf(row.native), row.when && severities[row.when], seen);
    expect(status).toMatchObject({ state: row.state, native: wordOf(row.native), source: row.source });
    expect(status.reason?.code).toBe(row.reason);
  });

  test.each(named.filter(([, { of }]) => of === "stream"))("stream %s", (_, row) => {
    const native = wordOf(row.native);
    const targets = row.when === undefined ? [] : words[row.when];
    const isEvent = native.startsWith("video.");
    const status = isEvent ? mapStreamEvent(native, at) : mapStreamStatus(native, targets ?? [], seen);
    expect(status).toMatchObject({ state: row.state, native, source: row.source });
  });

  test("every condition of the table is tested", () => {
    const conditions = statusMapping.flatMap(({ when }) => (when === undefined ? [] : [when]));
    expect(conditions.toSorted()).toEqual([...Object.keys(severities), ...Object.keys(words)].toSorted());
  });
});

test("a severity that is new is not taken for the end", () => {
  expect(mapTargetStatus("errored", "odd", seen)).toMatchObject({ state: "retrying", source: "assumed" });
});

test("an active stream without targets is live: nothing tells more", () => {
  expect(mapStreamStatus("active", [], seen)).toMatchObject({ state: "live", source: "api" });
  expect(mapStreamStatus("active", ["idle", "broadcasting"], seen)).toMatchObject({ state: "live", source: "api" });
});

test("only the event that begins a state says since when it holds", () => {
  expect(mapStreamEvent("video.live_stream.connected", at)).toMatchObject({ since: at });
  expect(mapStreamEvent("video.live_stream.active", at)).not.toHaveProperty("since");
  expect(mapStreamEvent("video.live_stream.updated", at)).toBeUndefined();
});
