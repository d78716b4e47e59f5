import { sql } from "kysely";
import type { Place, Sealer } from "../secrets/sealer.ts";
import { all, run, type Writing } from "./access.ts";
import {
  destinationPlace,
  inboxPlace,
  ingestPlace,
  providerWebhookPlace,
  endpointUrlPlace,
  signingSecretPlace,
  idempotencyPlace,
  relayStreamPlace,
  intentPlace,
} from "./places.ts";
import { toQuery } from "./raw-query.ts";
import type { Store } from "./store.ts";

/** Rows per unit of work, so that a rotation never holds up other writes for long. */
const STEP = 200;

/** Every sealed column, by what names its places. */
export const sealedColumns: readonly ((id: string) => Place)[] = [
  ingestPlace,
  destinationPlace,
  inboxPlace,
  providerWebhookPlace,
  endpointUrlPlace,
  signingSecretPlace,
  idempotencyPlace,
  relayStreamPlace,
  intentPlace,
];

/**
 * Seals everything again that an older key has sealed. It may be interrupted and repeated at any point.
 *
 * @throws MultistreamError `internal` when a value needs a key that is not there.
 */
export async function resealAll(store: Store, sealer: Sealer): Promise<void> {
  for (const place of sealedColumns) {
    let after: string | undefined = "";
    while (after !== undefined) {
      const from: string = after;
      after = await store.write(() => resealSome(sealer, place, from));
    }
  }
}

/** Answers the last row that was sealed again; absent when none is left. */
function* resealSome(sealer: Sealer, place: (id: string) => Place, after: string): Writing<string | undefined> {
  const { table, column } = place("");
  const [from, sealedColumn] = [sql.table(table), sql.ref(column)];
  const rows = yield* all(
    toQuery(
      sql<{ id: string; sealed: string }>`select id, ${sealedColumn} as sealed from ${from}
        where id > ${after} and ${sealedColumn} not like ${`${sealer.currentPrefix}%`} order by id limit ${STEP}`,
    ),
  );
  for (const { id, sealed } of rows) {
    const again = sealer.seal(sealer.open(sealed, place(id)), place(id));
    yield* run(toQuery(sql`update ${from} set ${sealedColumn} = ${again} where id = ${id}`));
  }
  return rows.at(-1)?.id;
}
