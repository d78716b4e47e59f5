import type { Clock } from "../kernel/types.ts";

/** `online` or `offline` as the API shows it: it follows the truth after a lag. */
export type LaggedStatus = {
  readonly online: boolean;
  /** What is true from now on; shown in `lagMs`, unless it changes back before that. */
  follow(online: boolean, lagMs: number): void;
  /** Shows nothing new any more. */
  stop(): void;
};

/** @param changed called after each visible change */
export function laggedStatus(clock: Clock, changed: () => void): LaggedStatus {
  let shown = false;
  let due: { online: boolean; cancel: () => void } | undefined;

  function stop(): void {
    due?.cancel();
    due = undefined;
  }

  function show(online: boolean): void {
    due = undefined;
    shown = online;
    changed();
  }

  return {
    get online() {
      return shown;
    },
    follow(online, lagMs) {
      if (due?.online === online && lagMs > 0) return;
      stop();
      if (online === shown) return;
      if (lagMs === 0) show(online);
      else due = { online, cancel: clock.after(lagMs, () => show(online)) };
    },
    stop,
  };
}
