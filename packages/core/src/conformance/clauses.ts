import type { Clause } from "./clause.ts";
import { concurrencyClauses } from "./clauses/concurrency.ts";
import { declaredListClauses } from "./clauses/declared-list.ts";
import { enablementClauses } from "./clauses/enablement.ts";
import { errorClauses } from "./clauses/errors.ts";
import { idempotencyClauses } from "./clauses/idempotency.ts";
import { pagingClauses } from "./clauses/paging.ts";
import { pendingClauses } from "./clauses/pending.ts";
import { repeatClauses } from "./clauses/repeats.ts";
import { reportClauses } from "./clauses/reports.ts";
import { secretClauses } from "./clauses/secrets.ts";
import { signatureClauses } from "./clauses/signatures.ts";
import { statusClauses } from "./clauses/status.ts";
import { storedFieldClauses } from "./clauses/stored-fields.ts";
import { streamClauses } from "./clauses/streams.ts";
import { targetLimitClauses } from "./clauses/target-limits.ts";
import { targetClauses } from "./clauses/targets.ts";
import { watchClauses } from "./clauses/watching.ts";
import { webhookClauses } from "./clauses/webhooks.ts";
import { wishClauses } from "./clauses/wishes.ts";

/** The whole suite, in the order in which its groups build on each other. */
export const clauses: readonly Clause[] = [
  ...streamClauses,
  ...storedFieldClauses,
  ...targetClauses,
  ...targetLimitClauses,
  ...enablementClauses,
  ...wishClauses,
  ...pendingClauses,
  ...statusClauses,
  ...reportClauses,
  ...watchClauses,
  ...signatureClauses,
  ...webhookClauses,
  ...errorClauses,
  ...secretClauses,
  ...pagingClauses,
  ...idempotencyClauses,
  ...repeatClauses,
  ...concurrencyClauses,
  ...declaredListClauses,
];
