import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Child, startChild } from "./child.ts";
import { freePort } from "./free-port.ts";
import { type NginxApplication, nginxConfig } from "./nginx-config.ts";
import { type NginxStream, parseNginxStat } from "./nginx-stat.ts";
import { rtmpModulePath } from "./require-tool.ts";
import { tempDir } from "./temp-dir.ts";
import { waitFor } from "./wait-for.ts";

/** A running nginx with its RTMP module: a server that nobody here wrote. */
export type NginxRtmp = AsyncDisposable & {
  readonly process: Child;
  /** `rtmp://127.0.0.1:port/application` */
  url(application: string): `rtmp://${string}`;
  /** Streams that are published now, by `application/name`. */
  streams(): Promise<Map<string, NginxStream>>;
  /** Waits until a stream is being published and has brought in at least `bytes` (default 1). */
  waitForStream(name: string, bytes?: number, deadlineMs?: number): Promise<NginxStream>;
  /** Waits until a stream is no longer published. */
  waitForEnd(name: string, deadlineMs?: number): Promise<void>;
  /** Paths of a stream's recordings, oldest first; one per publish. */
  recordings(name: string): Promise<string[]>;
};

/**
 * Starts nginx on free ports of 127.0.0.1, with its files in a temporary folder that goes with it. Resolves once it
 * listens.
 */
export async function nginxRtmp(applications: Record<string, NginxApplication>): Promise<NginxRtmp> {
  const dir = await tempDir();
  const recordPath = join(dir.path, "recordings");
  const [rtmpPort, httpPort] = [await freePort(), await freePort()];
  const file = join(dir.path, "nginx.conf");
  await mkdir(recordPath);
  await writeFile(file, nginxConfig({ modulePath: rtmpModulePath(), rtmpPort, httpPort, recordPath, applications }));
  const process = await startChild("nginx", ["-p", dir.path, "-c", file], { cwd: dir.path });
  try {
    // Printed after the sockets are bound and listening.
    await process.waitForOutput(/event method/u);
  } catch (error) {
    await process.stop();
    await dir[Symbol.asyncDispose]();
    throw error;
  }

  const streams = async (): Promise<Map<string, NginxStream>> => {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/stat`);
    return parseNginxStat(await answer.text());
  };
  const published = async (name: string): Promise<NginxStream | undefined> => {
    const stream = (await streams()).get(name);
    return stream?.publishing === true ? stream : undefined;
  };
  return {
    process,
    url: (application) => `rtmp://127.0.0.1:${rtmpPort}/${application}`,
    streams,
    waitForStream: (name, bytes = 1, deadlineMs) =>
      waitFor(
        `${bytes} bytes of ${name} at nginx`,
        async () => {
          const stream = await published(name);
          return stream !== undefined && stream.bytesIn >= bytes && stream;
        },
        deadlineMs,
      ),
    waitForEnd: async (name, deadlineMs) => {
      await waitFor(`the end of ${name} at nginx`, async () => (await published(name)) === undefined, deadlineMs);
    },
    recordings: async (name) => {
      const prefix = `${name.slice(name.indexOf("/") + 1)}-`;
      const files = (await readdir(recordPath)).filter((file) => file.startsWith(prefix));
      return files.toSorted().map((file) => join(recordPath, file));
    },
    [Symbol.asyncDispose]: async () => {
      await process.stop();
      await dir[Symbol.asyncDispose]();
    },
  };
}
