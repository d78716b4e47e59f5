import type { LiveStream } from "./wire/live-stream.ts";

const SECRET_SETTING = /pass|key|secret|token/iu;

/** The credentials that an answer holds, so that they can be taken out of whatever Castr says next. */
export function secretsIn({ ingest, platforms, settings }: LiveStream): string[] {
  const password = ingest?.key?.split("?password=")[1];
  const keys = [ingest?.key, password, ...(platforms ?? []).map(({ key }) => key)];
  const hidden = Object.entries(settings ?? {}).map(([name, value]) =>
    SECRET_SETTING.test(name) && typeof value === "string" ? value : undefined,
  );
  return [...keys, ...hidden].flatMap((secret) => (secret === undefined || secret === "" ? [] : [secret]));
}
