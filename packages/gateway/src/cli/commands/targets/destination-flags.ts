import type { Io } from "../../io.ts";
import { readSecret } from "../../read-secret.ts";
import { KEY_HINT } from "../../secret-flags.ts";
import { UsageError } from "../../usage-error.ts";

/** Flags that say where a target sends to. Its secrets come from elsewhere. */
export const destinationFlags = {
  url: {
    type: "string",
    valueHint: "url",
    description: "The platform's server: rtmp://, rtmps:// or srt://, without the key.",
  },
  preset: { type: "string", valueHint: "platform", description: "Or a platform that is known, e.g. twitch, youtube." },
  "stream-key-stdin": {
    type: "boolean",
    default: false,
    description: "Read the stream key (SRT: the stream id) from standard input; on a terminal it is asked for.",
  },
  "stream-key-file": { type: "string", valueHint: "path", description: "Or from a file." },
  "stream-key-env": {
    type: "string",
    valueHint: "name",
    description: "Or from the environment variable of this name.",
  },
  "passphrase-file": { type: "string", valueHint: "path", description: "SRT: read the passphrase from a file." },
  "passphrase-env": { type: "string", valueHint: "name", description: "SRT: or from a variable." },
} as const;

/** Those flags as they were given. */
export type DestinationWords = {
  url?: string | undefined;
  preset?: string | undefined;
  "stream-key-stdin": boolean;
  "stream-key-file"?: string | undefined;
  "stream-key-env"?: string | undefined;
  "passphrase-file"?: string | undefined;
  "passphrase-env"?: string | undefined;
};

/**
 * The destination that they mean, as the API takes it; absent where none of them was given.
 *
 * @throws UsageError for flags that do not fit each other, or a secret in the URL
 */
export async function readDestination(
  words: DestinationWords,
  io: Pick<Io, "env" | "cwd" | "stdin">,
): Promise<Record<string, string> | undefined> {
  const { url, preset } = words;
  if (url !== undefined && preset !== undefined) throw new UsageError("Give --url or --preset, but not both.");
  if (url !== undefined) refuseSecrets(url);
  const isSrt = url !== undefined && /^srt:/iu.test(url);
  const place = {
    stdin: words["stream-key-stdin"],
    file: words["stream-key-file"],
    env: words["stream-key-env"],
  };
  const streamKey = await readSecret(place, "--stream-key", io);
  const secretPlace = { stdin: false, file: words["passphrase-file"], env: words["passphrase-env"] };
  const passphrase = await readSecret(secretPlace, "--passphrase", io);
  if (passphrase !== undefined && !isSrt) throw new UsageError("A passphrase is for an srt:// URL.");
  if (url === undefined && preset === undefined) {
    if (streamKey === undefined) return undefined;
    throw new UsageError("A stream key belongs to a server: give --url or --preset too.");
  }
  const key = streamKey === undefined ? {} : { [isSrt ? "streamId" : "streamKey"]: streamKey };
  if (preset !== undefined) {
    if (streamKey === undefined) throw new UsageError(`The platform's key is missing. ${KEY_HINT}`);
    return { preset, ...key };
  }
  return { url: url ?? "", ...key, ...(passphrase === undefined ? {} : { passphrase }) };
}

/** What stands on the command line is no secret any more. */
function refuseSecrets(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) return;
  const secret = [...parsed.searchParams.keys()].find((name) => /^(?:passphrase|streamid|key|token)$/iu.test(name));
  if (parsed.password === "" && secret === undefined) return;
  throw new UsageError(
    `--url is not taken with ${secret === undefined ? "a password" : `\`${secret}\``} in it: every process on this machine can read a command line. ` +
      "Leave it out, and give the secret by standard input, a file or a variable.",
  );
}
