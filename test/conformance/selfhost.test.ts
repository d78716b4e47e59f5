import { runKit } from "./run-kit.ts";
import { openSelfhost } from "./selfhost.ts";

const refused = ["targets.rendition", "enablement.target.update.rendition"];
const noIdleRule = ["enablement.not-idle", "enablement.late", "enablement.pending"];
const storesAll = ["streams.refuses-unstored", "targets.refuses-unstored"];
const unlimited = ["targets.limit", "targets.limit-inline"];
/** It reports by itself, so nobody polls it. */
const pushes = ["status.poll", "status.watch-finds"];
/** Nothing lies between the adapter and its relay that could answer wrongly, late, or to wrong credentials. */
const noWire = [
  "errors.aborted-while-waiting",
  "errors.bad-credentials",
  "errors.garbage",
  "errors.hiccup",
  "errors.rate-limited",
  "errors.timeout",
  "errors.unavailable",
  "idempotency.delete",
  "idempotency.stream-error-after-commit",
  "idempotency.stream-timeout-after-commit",
  "idempotency.target-error-after-commit",
  "idempotency.target-timeout-after-commit",
  "idempotency.stream-after-timeout",
  "idempotency.target-after-timeout",
  "idempotency.stream-after-outage",
  "idempotency.stream-first-aborted",
  "idempotency.target-first-aborted",
  "targets.declared-list-partly",
  "secrets.errors",
  "secrets.read-errors",
  "streams.create-all-or-nothing",
];
const noWebhooks = [
  "webhooks.event-id",
  "webhooks.garbage",
  "webhooks.ids",
  "webhooks.no-signature",
  "webhooks.other-secret",
  "webhooks.other-time",
  "webhooks.repeated",
  "webhooks.rotation",
  "webhooks.tampered",
  "webhooks.true",
  "webhooks.unknown-type",
];
const both = [...refused, ...noIdleRule, ...storesAll, ...unlimited, ...pushes, ...noWire, ...noWebhooks];

runKit(openSelfhost, { direct: both, "with state": both }, { concurrent: true });
