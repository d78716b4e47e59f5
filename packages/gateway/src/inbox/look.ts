import type { ProviderWebhooks, Translation, VerifiedWebhook } from "@polycast/core/provider";
import { describeError } from "../log/describe-error.ts";
import { type InboxRecord, setInboxOutcome } from "../store/index.ts";
import type { InboxOptions } from "./inbox.ts";
import type { InboxReason } from "./inbox-item.ts";
import type { RecentWebhooks } from "./recent-webhooks.ts";
import { openContent } from "./sealed-content.ts";
import type { StoredSecrets } from "./stored-secrets.ts";
import { subjectStream } from "./subject-stream.ts";
import { verifyAnyTime } from "./verify-delivery.ts";

type LookOptions = Pick<InboxOptions, "instances" | "observer" | "pollers" | "sealer" | "clock" | "log"> & {
  secrets: StoredSecrets;
  recent: RecentWebhooks;
};

type Said = { kind: "said" } & Translation;
type Unusable = { kind: "unusable"; reason: InboxReason };

/** What an item says, or why it says nothing. */
export type Prepared = { record: InboxRecord } & (Said | Unusable);

/** How a look at an item ended: written already, about unknown things, another process's, or with this outcome. */
export type Looked =
  | { kind: "written" }
  | { kind: "unbound" }
  | { kind: "elsewhere" }
  | { kind: "settled"; reason: InboxReason };

/** Looks at items. */
export type Look = {
  /** Opens and translates one. */
  prepare(record: InboxRecord): Promise<Prepared>;
  /**
   * Has it taken in, and settled in the same unit. Called for one after the other, that is also the order in which they
   * are taken in.
   *
   * @throws MultistreamError that is worth a repeat when the store fails
   */
  take(prepared: Prepared): Promise<Looked>;
};

/** Makes it. */
export function createLook({ instances, observer, pollers, sealer, clock, log, secrets, recent }: LookOptions): Look {
  const webhookOf = async (record: InboxRecord, webhooks: ProviderWebhooks): Promise<VerifiedWebhook | undefined> => {
    const kept = recent.take(record.id);
    if (kept) return kept;
    const content = openContent(sealer, record);
    if (content.kind === "verified") return content.webhook;
    return verifyAnyTime(webhooks, content.delivery, secrets.of(record.provider));
  };

  return {
    async prepare(record) {
      const { webhooks } = instances.find(record.provider)?.adapter ?? {};
      if (!webhooks) return { record, kind: "unusable", reason: "no_provider" };
      if (webhooks.signed && record.attempts === 0) pollers.webhookSeen(record.provider);
      try {
        const webhook = await webhookOf(record, webhooks);
        if (!webhook) return { record, kind: "unusable", reason: "malformed" };
        return { record, ...translate(webhooks, webhook) };
      } catch (error) {
        const { provider, id } = record;
        log("error", "a stored webhook cannot be opened", { provider, id, error: describeError(error) });
        return { record, kind: "unusable", reason: "failed" };
      }
    },
    async take(prepared) {
      if (prepared.kind === "unusable") return { kind: "settled", reason: prepared.reason };
      const { record, observations, readAgain } = prepared;
      const { id, provider } = record;
      const kind = await observer.takeWebhook(provider, observations, function* () {
        yield* setInboxOutcome(id, { state: "done", settledAt: clock.now() });
      });
      if (kind === "written" && readAgain) pollers.hint(provider, readAgain.streamId);
      return { kind };
    },
  };
}

/** An adapter must not throw here; one that does quarantines what it was given and no more. */
function translate(webhooks: ProviderWebhooks, webhook: VerifiedWebhook): Said | Unusable {
  try {
    const translation = webhooks.translate(webhook);
    if (webhooks.signed) return { kind: "said", ...translation };
    // Where nobody signs, nothing of it is believed but that there is something to read.
    const streamId = subjectStream(translation);
    return { kind: "said", observations: [], readAgain: streamId === undefined ? {} : { streamId } };
  } catch {
    return { kind: "unusable", reason: "untranslatable" };
  }
}
