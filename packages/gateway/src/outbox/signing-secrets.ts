import { randomBytes } from "node:crypto";
import { Secret } from "@polycast/core/provider";
import type { Sealer } from "../secrets/sealer.ts";
import {
  deleteSigningSecret,
  insertSigningSecret,
  newId,
  type Reading,
  retireSigningSecret,
  signingSecretPlace,
  signingSecretsOf,
  type Writing,
} from "../store/index.ts";

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;
const PREFIX = "whsec_";

/** Former secrets that may sign beside the current one. */
const MAX_FORMER = 2;

/** Makes a signing secret. It is shown once. */
export function newSigningSecret(): Secret<string> {
  return new Secret(PREFIX + randomBytes(SECRET_BYTES).toString("base64"));
}

/** Makes a secret the current one of an endpoint. */
export function* addSigningSecret(
  sealer: Sealer,
  { endpointId, secret, now }: { endpointId: string; secret: Secret<string>; now: number },
): Writing<void> {
  const id = newId("webhookSecret");
  const secretSealed = sealer.seal(secret.reveal(), signingSecretPlace(id));
  yield* insertSigningSecret({ id, endpointId, secretSealed, createdAt: now });
}

/** Lets the current secret sign until a time, and the ones before it until theirs, of which two stay at most. */
export function* retireSigningSecrets(endpointId: string, now: number, until: number): Writing<void> {
  yield* retireSigningSecret(endpointId, until);
  const former = yield* signingSecretsOf(endpointId, now);
  for (const { id } of former.slice(MAX_FORMER)) yield* deleteSigningSecret(id);
}

/**
 * The secrets that sign for an endpoint now, the current one first.
 *
 * @throws MultistreamError `internal` when a row was tampered with or its key is missing.
 */
export function* openSigningSecrets(sealer: Sealer, endpointId: string, now: number): Reading<Secret<string>[]> {
  const records = yield* signingSecretsOf(endpointId, now);
  return records.map(({ id, secretSealed }) => new Secret(sealer.open(secretSealed, signingSecretPlace(id))));
}
