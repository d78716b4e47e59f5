import { expect, test } from "vitest";
import { temporaryDatabase } from "../store/contract/temporary-database.test.support.ts";
import { openProcesses } from "./processes.test.support.ts";

const custom = { name: "Custom", destination: { url: "rtmp://127.0.0.1:9/live", streamKey: "planted-key-0001" } };
const missed = {
  code: "provider_unavailable",
  message: expect.stringMatching(/^No relay is running/u),
  retryable: true,
};
const open = (...changes: string[]) => ({ changes, applies: "now", error: missed });

test("without a relay nothing is called done: wishes are pending until one runs, and are then made at once", async () => {
  const database = temporaryDatabase();
  const { gateways } = await openProcesses([{ role: "gateway" }], database);
  const [gateway] = gateways;
  if (!gateway) throw new Error("one was opened");
  const { streams, targets } = gateway.control;
  await expect(streams.create({ name: "Show" })).rejects.toMatchObject({
    code: "provider_unavailable",
    outcome: "not_applied",
    hint: expect.stringContaining("polycast start --role relay"),
  });

  const first = await openProcesses([{ role: "relay" }], database);
  const off = { ...custom, name: "Off", enabled: false };
  const { stream } = await streams.create({ name: "Show", targets: [custom, off, { ...custom, name: "Gone" }] });
  await first.relays[0]?.close();

  const idOf = (name: string) => stream.targets?.find((target) => target.name === name)?.id ?? "";
  const ref = (name: string) => ({ streamId: stream.id, id: idOf(name) });
  expect(await targets.update(ref("Off"), { enabled: true })).toMatchObject({ enabled: true, pending: open("enable") });
  expect(await targets.update(ref("Custom"), { name: "Other" })).toMatchObject({ pending: open("update") });
  const added = await targets.create(stream.id, { ...custom, name: "New" });
  expect(added).toMatchObject({ pending: open("create") });
  expect(await streams.update(stream.id, { enabled: false })).toMatchObject({ pending: open("disable") });
  await expect(targets.restart(ref("Custom"))).rejects.toMatchObject({ code: "provider_unavailable" });
  // Nobody has the stream: what is to be gone is gone.
  expect(await targets.delete(ref("Gone"))).toEqual({});

  await openProcesses([{ role: "relay" }], database);
  await expect.poll(async () => (await streams.get(stream.id)).pending, { timeout: 5_000 }).toBeUndefined();
  await expect
    .poll(async () => (await targets.list(stream.id)).map(({ name, pending }) => ({ name, pending })), {
      timeout: 5_000,
    })
    .toEqual([
      { name: "Other", pending: undefined },
      { name: "Off", pending: undefined },
      { name: "New", pending: undefined },
    ]);
});
