import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import type { Sealer } from "../secrets/sealer.ts";
import { all } from "./access.ts";
import { openConnection } from "./connection.ts";
import { db } from "./database.ts";
import { insertInboxItem } from "./inbox.ts";
import { migrate } from "./migrate.ts";
import { openStore } from "./open-store.ts";
import { inboxPlace, providerWebhookPlace } from "./places.ts";
import { insertProviderWebhook } from "./provider-webhooks.ts";
import { toQuery } from "./raw-query.ts";
import { sealedColumns } from "./reseal.ts";
import type { Store } from "./store.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";
import { runOn } from "./unit-on-connection.test.support.ts";
import { openVault } from "./vault.ts";

const newKey = (): string => randomBytes(32).toString("base64");

/** An opened store with its sealer, closed again. */
async function use<T>(
  dataDir: string,
  secretKey: string,
  act: (store: Store, sealer: Sealer) => Promise<T>,
): Promise<T> {
  const store = openStore({ dataDir });
  try {
    const { sealer } = await openVault(store, { dataDir, secretKey });
    return await act(store, sealer);
  } finally {
    await store.close();
  }
}

it("seals webhooks and their secrets again under a new first key, so that the old one can go", async () => {
  const dataDir = temporaryDirectory();
  const [older, newer] = [newKey(), newKey()];
  await use(dataDir, older, (store, sealer) =>
    store.write(function* () {
      for (let index = 0; index < 450; index += 1) {
        const id = `inb_${index}`;
        yield* insertInboxItem({
          id,
          provider: "mux",
          eventId: id,
          type: "a",
          state: "done",
          contentSealed: sealer.seal(`content ${index}`, inboxPlace(id)),
          receivedAt: index,
          occurredAt: index,
          attempts: 1,
        });
      }
      const secretSealed = sealer.seal("secret", providerWebhookPlace("pwh_1"));
      const record = { id: "pwh_1", provider: "mux", providerId: "1", url: "https://a.example/", createdAt: 1 };
      yield* insertProviderWebhook({ ...record, secretSealed });
    }),
  );
  await use(dataDir, `${newer},${older}`, async () => {});
  await use(dataDir, newer, async (store, sealer) => {
    const rows = await store.read(() => all(db.selectFrom("inbox").select(["id", "body_sealed as sealed"])));
    expect(rows).toHaveLength(450);
    for (const { id, sealed } of rows) expect(sealer.open(sealed, inboxPlace(id))).toBe(`content ${id.slice(4)}`);
    const secrets = await store.read(() => all(db.selectFrom("provider_webhooks").selectAll()));
    expect(secrets.map((row) => sealer.open(row.secret_sealed, providerWebhookPlace(row.id)))).toEqual(["secret"]);
  });
});

it("knows every sealed column of the layout", () => {
  const connection = openConnection(join(temporaryDirectory(), "polycast.db"));
  onTestFinished(() => connection.close());
  migrate(connection, () => 0);
  const columns = toQuery(
    sql<{ place: string }>`select t.name || '.' || c.name as place from sqlite_schema t join pragma_table_info(t.name) c
      where t.type = 'table' and c.name like '%\\_sealed' escape '\\'`,
  );
  const sealed = runOn(connection, () => all(columns)).map(({ place }) => place);
  const named = sealedColumns.map((place) => `${place("").table}.${place("").column}`);
  expect(named.toSorted()).toEqual(sealed.toSorted());
});
