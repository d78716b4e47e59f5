/** Polycast's own relay as a provider, and by itself. @module */
export { capabilities as selfhostCapabilities } from "./capabilities.ts";
export { createRelay, type Relay, type RelayOptions } from "./create-relay.ts";
export type { SelfhostOptions } from "./create-selfhost.ts";
export { settingsOf } from "./made-with.ts";
export type { Claim, Left, Ownership } from "./ownership/ownership.ts";
export type { TargetNumbers } from "./relay/hosted-relay.ts";
export type { RelayPorts } from "./relay/messages.ts";
export type { SeenStream } from "./relay/seen.ts";
export { prepareRelay } from "./relay/spare-worker.ts";
export type { KeptStream, RelayCommand, RelayPort, Seen } from "./relay-port.ts";
export { selfhost } from "./selfhost.ts";
export type { SelfhostSettings } from "./settings.ts";
export type { StoredStream, StoredTarget } from "./wanted/stored-stream.ts";
