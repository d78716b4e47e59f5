/**
 * Ingest hosts of Castr by region, without `.castr.io`; not all of them. Evidence: the list of services that ships with OBS Studio
 * (https://github.com/obsproject/obs-studio/blob/master/plugins/rtmp-services/data/services.json, November 2026).
 * Castr's own API names no region and answers `live.castr.com`.
 */
export const regions = [
  "br",
  "au",
  "cg",
  "da",
  "eu-central",
  "fr",
  "in",
  "la",
  "mi",
  "ny",
  "paris",
  "qc",
  "se",
  "sg",
  "sg-central",
  "south-am",
  "uk",
  "us-central",
  "us-east",
  "us-south",
  "us-west",
] as const;
export type CastrRegion = (typeof regions)[number];

/** The host of a region. */
export function regionHost(region: CastrRegion): string {
  return `${region}.castr.io`;
}
