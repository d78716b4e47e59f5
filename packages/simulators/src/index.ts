export { manualClock, realClock } from "./kernel/clock.ts";
export type {
  Clock,
  Delivery,
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
export type { CastrSimulatorSettings } from "./castr/settings.ts";
export { type LivepeerSimulator, livepeerSimulator } from "./livepeer/create-livepeer-simulator.ts";
export type { LivepeerSimulatorSettings } from "./livepeer/settings.ts";
export { type MuxSimulator, muxSimulator } from "./mux/create-mux-simulator.ts";
export { documentedMuxRateLimits, type MuxSimulatorSettings } from "./mux/settings.ts";
export type { MuxStage } from "./mux/stage.ts";
