import { furtherServers } from "./further-servers.ts";
import { places } from "./places.ts";
import type { Preset } from "./preset.ts";
import type { PresetFacts } from "./preset-facts.ts";
import { type PresetName, presetNames } from "./preset-name.ts";
import { regionalFacts } from "./regional-facts.ts";
import { relayingFacts } from "./relaying-facts.ts";
import { socialFacts } from "./social-facts.ts";

const facts: Readonly<Record<PresetName, PresetFacts>> = { ...socialFacts, ...regionalFacts, ...relayingFacts };

/** Every platform that Polycast knows a server for, by name. */
export const presets: Readonly<Record<PresetName, Preset>> = Object.fromEntries(
  presetNames.map((name) => [name, presetOf(name)]),
) as Record<PresetName, Preset>;

function presetOf(name: PresetName): Preset {
  const { url, ...place } = places[name];
  const { about = {}, others = [] } = furtherServers[name] ?? {};
  return { name, ...place, servers: [{ url, ...about }, ...others], ...facts[name] };
}
