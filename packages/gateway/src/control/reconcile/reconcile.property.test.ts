import type { Capabilities, Rule } from "@polycast/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSwitchEmulated, keepsTargetName } from "./emulation.ts";
import { fourTables } from "./four-tables.test.support.ts";
import { ModelControl, type Row } from "./model-control.test.support.ts";
import { type Fault, ModelProvider, type ModelTarget } from "./model-provider.test.support.ts";
import { pendingOf } from "./pending-of.ts";
import { tableFor } from "./table-for.ts";

const ids = ["a", "b", "c", "d"] as const;
const places = ["p", "q", "r", "s", "t"] as const;
const faults: readonly Fault[] = [
  "keep",
  "refuse",
  "rate-limit",
  "lose",
  "apply-and-lose",
  "crash-before",
  "crash-after",
  "starts",
];

const id = fc.constantFrom(...ids);
const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("add" as const), id }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("toggle" as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("rename" as const), id, name: fc.constantFrom("x", "y") }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("encode" as const), id, to: fc.constantFrom("source", "720p") }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("move" as const), id, to: fc.constantFrom(...places) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("rotate" as const), by: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("delete" as const), id }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("start" as const, "stop" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("fault" as const), fault: fc.constantFrom(...faults) }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("run" as const), after: fc.constantFrom(0, 700, 70_000, 300_000) }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

const tables = new Map([...(await fourTables()), ...(await oddTables())]);

/** Combinations that none of the four has. */
async function oddTables(): Promise<[string, Capabilities][]> {
  const castr = (await fourTables()).get("castr");
  if (!castr) return [];
  const now = castr.target.create;
  const never: Rule = { ...now, idle: "refused", live: "refused" };
  const late: Rule = { ...now, live: "next_session" };
  const noSwitch = { ...castr.target, enable: never, disable: never };
  return [
    ["no switch, made and deleted at any time", { ...castr, target: noSwitch }],
    ["no switch, deleted for the next session only", { ...castr, target: { ...noSwitch, delete: late } }],
    [
      "a switch at any time, the rest while idle",
      {
        ...castr,
        renditions: true,
        target: {
          ...castr.target,
          create: { ...now, live: "refused" },
          delete: { ...now, live: "refused" },
          update: { name: { ...now, live: "refused" }, destination: { ...now, live: "refused" }, rendition: never },
        },
      },
    ],
  ];
}

function open(name: string): { table: Capabilities; provider: ModelProvider; control: ModelControl } {
  const table = tables.get(name);
  if (!table) throw new Error(`no table of ${name}`);
  const provider = new ModelProvider(table);
  return { table, provider, control: new ModelControl(provider) };
}

/** Wishes are of different places: two that want the same one are not to be kept apart. */
function isFree(control: ModelControl, place: string): boolean {
  return ![...control.rows.values()].some(({ wanted }) => !wanted.gone && wanted.destinationHash === place);
}

function apply(control: ModelControl, command: Command): void {
  const { provider } = control;
  switch (command.do) {
    case "add": {
      const place = places.find((one) => isFree(control, one));
      if (control.rows.has(command.id) || place === undefined) return;
      control.add(command.id, { name: "n", enabled: true, rendition: "source", destinationHash: place });
      return;
    }
    case "toggle": {
      const row = control.rows.get(command.id);
      if (row) control.wish(command.id, { enabled: !row.wanted.enabled });
      return;
    }
    case "rename":
      control.wish(command.id, { name: command.name });
      return;
    case "encode":
      if (control.table.renditions) control.wish(command.id, { rendition: command.to });
      return;
    case "move":
      if (isFree(control, command.to)) control.wish(command.id, { destinationHash: command.to });
      return;
    case "rotate": {
      const rows = [...control.rows.values()].filter(({ wanted }) => !wanted.gone);
      const to = rows.map((_row, index) => rows[(index + command.by) % rows.length]?.wanted.destinationHash);
      for (const [index, row] of rows.entries()) control.wish(row.id, { destinationHash: to[index] });
      return;
    }
    case "delete":
      control.wish(command.id, { gone: true });
      return;
    case "start":
      provider.start();
      control.see("live");
      return;
    case "stop":
      provider.stop();
      control.see("idle");
      return;
    case "restart":
      control.state = "unknown";
      return;
    case "fault":
      provider.fault = command.fault;
      return;
    case "run":
      control.now += command.after;
      control.run();
      if (control.state !== "unknown") control.see(provider.state);
  }
}

function ownedBy(targets: ReadonlyMap<string, ModelTarget>, row: Row): ModelTarget | undefined {
  return [...targets.values()].find(({ owner }) => owner === row.id);
}

/** Is there at the provider what is wanted? */
function isAsWanted(
  native: Capabilities,
  { wanted, accepted }: Row,
  target: ModelTarget | undefined,
  withName: boolean,
): boolean {
  const table = tableFor(native, accepted);
  const isThere = !wanted.gone && (wanted.enabled || !isSwitchEmulated(table));
  if (!isThere || !target) return !isThere === !target;
  return (
    target.destination === wanted.destinationHash &&
    target.rendition === wanted.rendition &&
    (isSwitchEmulated(table) || target.enabled === wanted.enabled) &&
    (!withName || !keepsTargetName(table) || target.name === wanted.name)
  );
}

/** `pending` is absent exactly when all is as wanted; what is awaited or in doubt is pending whatever is the case. */
function checkPending({ provider, control, table }: ReturnType<typeof open>): void {
  for (const row of control.rows.values()) {
    const streamState = control.state;
    const pending = pendingOf({ ...row, table, streamState });
    const isDone =
      isAsWanted(table, row, ownedBy(provider.targets, row), true) &&
      (provider.state !== "live" || isAsWanted(table, row, ownedBy(provider.effective, row), false));
    const isUnknown = row.work?.inDoubt !== undefined || (row.accepted.there && !row.accepted.destinationHash);
    const isOpen = row.accepted.awaiting !== undefined || isUnknown || !isDone;
    expect({ row, isPending: pending !== undefined }).toEqual({ row, isPending: isOpen });
  }
}

describe.each([...tables.keys()])("%s", (name) => {
  test("comes to what is wanted, and says on the way what is open", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60, size: "max" }), (commands) => {
        const world = open(name);
        const { provider, control, table } = world;
        for (const one of commands) {
          apply(control, one);
          checkPending(world);
        }
        provider.fault = undefined;
        provider.stop();
        control.see("idle");
        // Each of the waits may be for another target's turn.
        for (let tries = 0; tries < 10; tries += 1) {
          control.now += 3_600_000;
          control.run();
        }
        checkPending(world);
        for (const row of control.rows.values()) {
          expect(row.wanted.gone).toBe(false);
          expect(pendingOf({ ...row, table, streamState: "idle" })).toBeUndefined();
        }
        const left = [...control.rows.values()].filter((row) => ownedBy(provider.targets, row)).length;
        expect(provider.targets.size).toBe(left);
      }),
      { numRuns: 150 },
    );
  });

  test("a wish that is undone leaves nothing pending, and no call is made", () => {
    const wish = fc.record(
      { enabled: fc.boolean(), name: fc.constantFrom("n", "x"), destinationHash: fc.constantFrom(...places) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1 }), fc.boolean(), (wishes, isLive) => {
        const world = open(name);
        const { provider, control, table } = world;
        const first = { name: "n", enabled: true, rendition: "source", destinationHash: "p" };
        control.add("a", first);
        control.run();
        if (isLive) provider.start();
        control.see(provider.state);
        const { calls } = provider;
        for (const one of wishes) control.wish("a", one);
        control.wish("a", first);
        control.run();
        expect(provider.calls).toBe(calls);
        const row = control.rows.get("a");
        expect(row && pendingOf({ ...row, table, streamState: control.state })).toBeUndefined();
        expect(row?.work).toBeUndefined();
      }),
    );
  });
});
