import type { Applies, Pending } from "../model/pending.ts";

/** What is asked for, beside what is in effect. */
export type Wish<T extends { enabled: boolean }> = {
  wanted: T;
  /** Undefined: its creation is still to come. */
  effective: T | undefined;
  /** Its deletion is still to come. */
  doomed: boolean;
  /** The change that is still to come. */
  late?: { applies: Applies; since: string };
};

/** A wish that is in effect at once, or one that is still to come. */
export function newWish<T extends { enabled: boolean }>(wanted: T, applies: Applies, at: string): Wish<T> {
  if (applies === "now") return { wanted, effective: wanted, doomed: false };
  return { wanted, effective: undefined, doomed: false, late: { applies, since: at } };
}

/** Changes what is wanted, and, when it applies now, what is in effect. */
export function changeWish<T extends { enabled: boolean }>(
  wish: Wish<T>,
  patch: Partial<T>,
  applies: Applies,
  at: string,
): void {
  wish.wanted = { ...wish.wanted, ...patch };
  if (applies === "now") wish.effective &&= { ...wish.effective, ...patch };
  else wish.late ??= { applies, since: at };
  if (!pendingOf(wish)) delete wish.late;
}

/** Puts into effect what was to come by then: everything when a session begins, less when the stream goes idle. */
export function applyLate<T extends { enabled: boolean }>(wish: Wish<T>, when: Exclude<Applies, "now">): void {
  if (!wish.late || (when === "stream_idle" && wish.late.applies === "next_session")) return;
  wish.effective = wish.wanted;
  delete wish.late;
}

/** Wanted minus in effect. */
export function pendingOf<T extends { enabled: boolean }>({
  wanted,
  effective,
  doomed,
  late,
}: Wish<T>): Pending | undefined {
  if (!late) return undefined;
  const changes = doomed ? (["delete"] as const) : differences(wanted, effective);
  return changes.length === 0 ? undefined : { changes: [...changes], ...late };
}

function differences<T extends { enabled: boolean }>(wanted: T, effective: T | undefined): Pending["changes"] {
  if (!effective) return ["create"];
  const changes: Pending["changes"] = [];
  if (JSON.stringify({ ...wanted, enabled: true }) !== JSON.stringify({ ...effective, enabled: true })) {
    changes.push("update");
  }
  if (wanted.enabled !== effective.enabled) changes.push(wanted.enabled ? "enable" : "disable");
  return changes;
}
