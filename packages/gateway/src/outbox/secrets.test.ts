import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openReceiver } from "./receiver.test.support.ts";
import { openTestOutbox } from "./test-outbox.test.support.ts";

test("neither a secret nor a value of a query nor a token in a path is in the database, the log, an event or an answer", async () => {
  const world = await openTestOutbox();
  const [receiver, gone] = [await openReceiver(), await openReceiver()];
  receiver.answers({ status: 500, body: "canary-body" });
  gone.answers({ status: 410, body: "canary-body" });
  const { outbox } = world;
  const { id, secret, ...shown } = await world.endpoint(`${receiver.url}?token=canary-token&canary-bare`);
  const deaf = await world.endpoint("http://127.0.0.1:1/?token=canary-token");
  const other = await world.endpoint(`${gone.url}/T0/canary-path?token=canary-token`);
  const { secret: rotated } = await outbox.endpoints.rotateSecret(id, {});
  await world.publish();
  await world.until(() => receiver.received.length === 1);
  await world.until(async () => !(await outbox.endpoints.get(other.id)).enabled);
  await world.until(async () => (await outbox.deliveries.list(id, {})).data[0]?.attempts === 1);
  await world.until(async () => (await outbox.deliveries.list(deaf.id, {})).data[0]?.attempts === 1);

  const [delivery] = (await outbox.deliveries.list(id, {})).data;
  const answers = [
    shown,
    (await outbox.endpoints.list({})).data,
    await outbox.endpoints.update(id, { description: "Ops" }),
    await outbox.deliveries.list(id, {}),
    await outbox.deliveries.list(deaf.id, {}),
    await outbox.deliveries.get(delivery?.id ?? ""),
  ];
  await world.close();
  const files = ["polycast.db", "polycast.db-wal"].map((name) => join(world.dataDir, name));
  const bytes = files.map((file) => (fileExists(file) ? readFileSync(file).toString("latin1") : "")).join("");
  expect(bytes).toContain("webhook_endpoint.disabled");
  const everything = [bytes, JSON.stringify(answers), world.lines.join("\n")].join("\n");
  const planted = ["canary-token", "canary-bare", "canary-path", "canary-body", secret, rotated.reveal(), deaf.secret];
  for (const value of [...planted, ...planted.map((one) => one.replace("whsec_", ""))]) {
    expect(everything.includes(value)).toBe(false);
  }
});

function fileExists(file: string): boolean {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}
