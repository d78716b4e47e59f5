/** What nginx-rtmp's statistics page says about one stream that is being published to it. */
export type NginxStream = {
  /** `application/name`. */
  name: string;
  bytesIn: number;
  /** Milliseconds since the publish began. */
  timeMs: number;
  publishing: boolean;
};

/** Reads the XML of `rtmp_stat all`; streams by `application/name`. */
export function parseNginxStat(xml: string): Map<string, NginxStream> {
  const streams = new Map<string, NginxStream>();
  for (const [, application = ""] of xml.matchAll(/<application>(.*?)<\/application>/gsu)) {
    const app = text(application, "name");
    for (const [, stream = ""] of application.matchAll(/<stream>(.*?)<\/stream>/gsu)) {
      const name = `${app}/${text(stream, "name")}`;
      streams.set(name, {
        name,
        bytesIn: Number(text(stream, "bytes_in")),
        timeMs: Number(text(stream, "time")),
        publishing: stream.includes("<publishing/>"),
      });
    }
  }
  return streams;
}

function text(xml: string, tag: string): string {
  const found = new RegExp(`<${tag}>([^<]*)</${tag}>`, "u").exec(xml)?.[1];
  if (found === undefined) throw new Error(`nginx's statistics have no <${tag}>`);
  return found;
}
