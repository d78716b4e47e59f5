import { all, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { EpochMs } from "./tables.ts";

/** A signing secret of an endpoint, sealed for `signingSecretPlace(id)`. */
export type SigningSecretRecord = {
  id: string;
  endpointId: string;
  secretSealed: string;
  createdAt: EpochMs;
};

/** @throws MultistreamError `conflict` when the endpoint is gone. */
export function* insertSigningSecret(secret: SigningSecretRecord): Writing<void> {
  yield* run(
    db.insertInto("webhook_secrets").values({
      id: secret.id,
      endpoint_id: secret.endpointId,
      secret_sealed: secret.secretSealed,
      created_at: secret.createdAt,
      expires_at: null,
    }),
  );
}

/** The secrets that sign at a time, newest first. */
export function* signingSecretsOf(endpointId: string, now: EpochMs): Reading<SigningSecretRecord[]> {
  const query = db
    .selectFrom("webhook_secrets")
    .selectAll()
    .where("endpoint_id", "=", endpointId)
    .where((condition) => condition.or([condition("expires_at", "is", null), condition("expires_at", ">", now)]))
    .orderBy("id", "desc");
  return (yield* all(query)).map((row) => ({
    id: row.id,
    endpointId: row.endpoint_id,
    secretSealed: row.secret_sealed,
    createdAt: row.created_at,
  }));
}

/** Lets the current secret expire. */
export function* retireSigningSecret(endpointId: string, expiresAt: EpochMs): Writing<void> {
  yield* run(
    db
      .updateTable("webhook_secrets")
      .set({ expires_at: expiresAt })
      .where("endpoint_id", "=", endpointId)
      .where("expires_at", "is", null),
  );
}

/** Deletes one secret. */
export function* deleteSigningSecret(id: string): Writing<void> {
  yield* run(db.deleteFrom("webhook_secrets").where("id", "=", id));
}

/** Deletes the secrets that have expired. */
export function* deleteExpiredSigningSecrets(now: EpochMs): Writing<void> {
  yield* run(db.deleteFrom("webhook_secrets").where("expires_at", "<=", now));
}
