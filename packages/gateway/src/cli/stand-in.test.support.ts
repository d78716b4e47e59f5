import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { Io } from "./io.ts";
import { runCli } from "./run-cli.ts";

/** A request as it arrived. */
export type Heard = { method: string; path: string; headers: IncomingMessage["headers"]; body: unknown };

/** What is answered: a status and JSON, or whatever a function does with the answer. */
export type Answer = { status?: number; json?: unknown } | ((response: ServerResponse, request: Heard) => void);

/** What a command has done. */
export type Ran = { code: number; out: string; err: string };

export const API_KEY = "pcsk_planted-api-key-of-the-test";

/** Something that answers as a gateway would, one answer a request in the order given; the last goes on. */
export async function openStandIn(...answers: Answer[]) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => void take(request, response));
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await text(request);
    const { method = "", url = "", headers } = request;
    const about: Heard = { method, path: url, headers, body: sent === "" ? undefined : JSON.parse(sent) };
    const answer = answers[Math.min(heard.length, answers.length - 1)] ?? { status: 404 };
    heard.push(about);
    if (typeof answer === "function") return answer(response, about);
    response.writeHead(answer.status ?? 200, { "content-type": "application/json" });
    response.end(answer.json === undefined ? undefined : JSON.stringify(answer.json));
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const env = { POLYCAST_URL: url, POLYCAST_API_KEY: API_KEY };
  return {
    url,
    heard,
    close: () => server.closeAllConnections(),
    /** Runs a command against it. */
    run: (words: string[], io: Partial<Io> = {}): Promise<Ran> => run(words, { ...io, env: { ...env, ...io.env } }),
  };
}

/** Runs a command line in this process. */
export async function run(words: string[], io: Partial<Io> = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(words, {
    env: {},
    cwd: "/nowhere",
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    style: (_format, text) => text,
    progress: () => {},
    stdin: piped(""),
    onStop: () => {},
    ...io,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/** Standard input that is a pipe. */
export function piped(content: string): Io["stdin"] {
  return (async function* () {
    yield new TextEncoder().encode(content);
  })();
}
