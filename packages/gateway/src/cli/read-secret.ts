import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { MultistreamError } from "@polycast/core";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** Bytes that are read of a secret; the longest that a destination takes is half of it. */
const MAX_BYTES = 8192;

/** What was said of where a secret is. */
export type SecretPlace = { stdin: boolean; file: string | undefined; env: string | undefined };

/**
 * Reads a secret from standard input, a file or a variable: whatever other processes cannot see. The line end is no
 * part of it. Absent where no place was named.
 *
 * @param flag what the flags begin with, e.g. `--stream-key`
 * @throws UsageError for two places; MultistreamError `invalid_argument` when there is nothing in it
 */
export async function readSecret(
  { stdin, file, env }: SecretPlace,
  flag: string,
  io: Pick<Io, "env" | "cwd" | "stdin">,
): Promise<string | undefined> {
  const named = [stdin, file !== undefined, env !== undefined].filter(Boolean).length;
  if (named > 1) throw new UsageError(`Name one of ${flag}-stdin, ${flag}-file and ${flag}-env.`);
  if (env !== undefined) return notEmpty(io.env[env], `The variable ${env} of ${flag}-env`);
  if (file !== undefined) return notEmpty(await readText(resolve(io.cwd, file), flag), `The file of ${flag}-file`);
  if (!stdin) return undefined;
  return notEmpty(
    io.stdin.isTTY === true ? await ask(`${flag.slice(2)}: `) : await readAll(io.stdin),
    "Standard input",
  );
}

async function readText(path: string, flag: string): Promise<string> {
  const content = await readFile(path, "utf8").catch((cause: unknown) => {
    const hint = "Name a file that is there and that you may read. A relative path starts where you are.";
    throw new MultistreamError("invalid_argument", `The file of ${flag}-file cannot be read: ${path}`, { hint, cause });
  });
  return within(content);
}

async function readAll(stdin: Io["stdin"]): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stdin) {
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    within(text);
  }
  return text + decoder.decode();
}

/** Asks a person; what is typed is not shown. */
async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: muted, terminal: true });
  lines.once("SIGINT", () => {
    // Closing gives the terminal its usual ways back, which a signal would not.
    lines.close();
    process.stderr.write("\n");
    process.kill(process.pid, "SIGINT");
  });
  try {
    return await lines.question("");
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

function notEmpty(text: string | undefined, place: string): string {
  const secret = text?.replace(/\r?\n$/u, "").trim();
  if (secret !== undefined && secret !== "") return secret;
  throw new MultistreamError("invalid_argument", `${place} holds nothing.`, { hint: "Put the secret there." });
}

function within(text: string): string {
  if (text.length <= MAX_BYTES) return text;
  throw new MultistreamError("invalid_argument", `A secret has at most ${MAX_BYTES} characters.`);
}
