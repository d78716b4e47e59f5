import { RecentMap } from "../values/recent-map.ts";
import { answeredSecretsOf } from "./secrets-of.ts";

/** Secrets that are remembered; those not seen for longest give way. */
const MAX_SECRETS = 5_000;
/** What is shorter would also take harmless words out of a text; what is longer is no credential. */
const LENGTH = { min: 6, max: 4_096 };

/** The credentials that a client has sent and has been told: a provider may echo any of them in any later error. */
export class KnownSecrets {
  readonly #secrets = new RecentMap<string, true>(MAX_SECRETS);

  note(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      if (secret.length >= LENGTH.min && secret.length <= LENGTH.max) this.#secrets.set(secret, true);
    }
  }

  /** Notes those that an answer holds. */
  noteAnswer(json: unknown): void {
    this.note(answeredSecretsOf(json));
  }

  all(): Iterable<string> {
    return this.#secrets.keys();
  }
}
