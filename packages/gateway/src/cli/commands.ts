import type { CliCommand, CliGroup } from "./command.ts";

/** Every command, in the order of the help. Each is loaded when it is asked for: a call must not wait for a gateway's code. */
export const commands: Readonly<Record<string, () => Promise<CliCommand | CliGroup>>> = {
  start: () => import("./commands/start.ts").then(({ start }) => start),
  demo: () => import("./commands/demo.ts").then(({ demo }) => demo),
  init: () => import("./commands/init.ts").then(({ init }) => init),
  check: () => import("./commands/check.ts").then(({ check }) => check),
  doctor: () => import("./commands/doctor.ts").then(({ doctor }) => doctor),
  streams: () => import("./commands/streams/streams.ts").then(({ streams }) => streams),
  targets: () => import("./commands/targets/targets.ts").then(({ targets }) => targets),
  events: () => import("./commands/events.ts").then(({ events }) => events),
  import: () => import("./commands/import.ts").then(({ importStreams }) => importStreams),
  switch: () => import("./commands/switch.ts").then(({ switchStream }) => switchStream),
  webhooks: () => import("./commands/webhooks.ts").then(({ webhooks }) => webhooks),
  keys: () => import("./commands/keys.ts").then(({ keys }) => keys),
  simulate: () => import("./commands/simulate.ts").then(({ simulate }) => simulate),
};
