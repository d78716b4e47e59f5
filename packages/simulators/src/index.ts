export { manualClock, realClock } from "./kernel/clock.ts";
export type {
  Clock,
  Delivery,
  Extra,
  Fault,
  FaultPlan,
  FaultRule,
  ManualClock,
  RequestLog,
  RequestRecord,
  Simulator,
  SimulatorSettings,
  Stage,
  WebhookSender,
  WebhookWeather,
} from "./kernel/types.ts";
export { type CastrSimulator, castrSimulator } from "./castr/create-castr-simulator.ts";
export type { LinkedPlatform } from "./castr/link-platform.ts";
export type {
  CastrPlan,
  CastrQuirks,
  CastrRateLimits,
  CastrSimulatorSettings,
  CastrTimings,
} from "./castr/settings.ts";
export { type LivepeerSimulator, livepeerSimulator } from "./livepeer/create-livepeer-simulator.ts";
export { nodeNotificationFails } from "./livepeer/errors.ts";
export type {
  GivenWebhook,
  LivepeerAccount,
  LivepeerApiKey,
  LivepeerSimulatorSettings,
  LivepeerTimings,
} from "./livepeer/settings.ts";
export { type MuxSimulator, muxSimulator } from "./mux/create-mux-simulator.ts";
export {
  documentedMuxRateLimits,
  type MuxQuirks,
  type MuxRateLimits,
  type MuxSimulatorSettings,
  type MuxTimings,
} from "./mux/settings.ts";
export type { MuxStage } from "./mux/stage.ts";
