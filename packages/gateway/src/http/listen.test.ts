import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { OpenAPIHono } from "@hono/zod-openapi";
import { expect, onTestFinished, test } from "vitest";
import { createLog } from "../log/create-log.ts";
import { type HttpServer, listen } from "./listen.ts";
import { problemSchema } from "./problem.ts";
import { readBody } from "./read-body.ts";
import { readWebhookBody } from "./read-webhook-body.ts";
import type { RequestEnv } from "./request-env.ts";
import { HttpError } from "./http-error.ts";

/** A server with a request that is answered when the test says so. */
async function open(): Promise<{
  server: HttpServer;
  asked: Promise<void>;
  answer: () => void;
  connect: () => Socket;
  lines: string[];
}> {
  const asked = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const app = new OpenAPIHono<RequestEnv>();
  app.onError((error, c) => c.text("refused", error instanceof HttpError && error.status === 413 ? 413 : 500));
  app.get("/", (c) => c.text("fine"));
  app.on(["GET", "POST"], "/slow", async (c) => {
    asked.resolve();
    await held.promise;
    return c.text("slow");
  });
  app.post("/body", async (c) => c.text(String((await readBody(c)).byteLength)));
  app.post("/webhook", async (c) => c.text(String((await readWebhookBody(c, 100, () => {})).byteLength)));
  app.post("/unread", (c) => c.text("not wanted"));
  const lines: string[] = [];
  const output = { write: (line: string) => void lines.push(line), close: () => Promise.resolve() };
  const { log } = createLog({ format: "json", output });
  const server = await listen(app, { host: "127.0.0.1", port: 0, log });
  onTestFinished(() => server.close(0));
  const connect = (): Socket => createConnection(server.port, "127.0.0.1").setEncoding("latin1");
  return { server, asked: asked.promise, answer: () => held.resolve(), connect, lines };
}

const head = (method: string, path: string, headers = ""): string =>
  `${method} ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;

/** What comes next, as a whole: answers this small come in one piece. */
async function read(socket: Socket): Promise<string> {
  const [text] = await once(socket, "data");
  return String(text);
}

/** All that comes until the other side ends. @throws when it resets the connection */
async function readAll(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (chunk: string) => (text += chunk));
  await once(socket, "close");
  return text;
}

test("a client that goes on while the server closes is answered, and told that the connection ends", async () => {
  const { server, connect, asked, answer } = await open();
  const [busy, idle] = [connect(), connect()];
  idle.write(head("GET", "/"));
  expect(await read(idle)).toContain("Connection: keep-alive");
  const slow = readAll(busy);
  busy.write(head("GET", "/slow"));
  await asked;
  const closed = server.close(5000);
  const last = readAll(idle);
  idle.write(head("GET", "/"));
  expect(await last).toMatch(/^HTTP\/1\.1 200[^]*Connection: close[^]*fine$/u);
  answer();
  expect(await slow).toMatch(/^HTTP\/1\.1 200[^]*Connection: close[^]*slow$/u);
  await closed;
});

test.each([
  ["POST", "unknown"],
  ["GET", "not_applied"],
])("a %s that is not done in time is told that its outcome is %s", async (method, outcome) => {
  const { server, connect, asked, answer, lines } = await open();
  const socket = connect();
  const reading = readAll(socket);
  socket.write(head(method, "/slow", "Content-Length: 0\r\n"));
  await asked;
  const closed = server.close(20);
  const [top = "", body = ""] = (await reading).split("\r\n\r\n");
  expect(top).toMatch(/^HTTP\/1\.1 503 [^]*Connection: close/u);
  expect(problemSchema.parse(JSON.parse(body))).toMatchObject({ status: 503, code: "provider_unavailable", outcome });
  await closed;
  answer();
  expect(lines.join("")).toContain('"msg":"a request was cut short"');
});

test("a body that is announced as too large is refused before it is sent", async () => {
  const { connect } = await open();
  for (const path of ["/body", "/webhook", "/unread"]) {
    const socket = connect();
    const reading = readAll(socket);
    socket.write(head("POST", path, "Expect: 100-continue\r\nContent-Length: 99000000\r\n"));
    const text = await reading;
    expect(text).not.toContain("100 Continue");
    expect(text).toMatch(path === "/unread" ? /^HTTP\/1\.1 200/u : /^HTTP\/1\.1 413/u);
  }
});

test.each(["/body", "/webhook"])("a body that waits to be asked for is asked for by %s", async (path) => {
  const { connect } = await open();
  const socket = connect();
  socket.write(head("POST", path, "Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n"));
  expect(await read(socket)).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  const reading = readAll(socket);
  socket.write("{}");
  expect(await reading).toMatch(/^HTTP\/1\.1 200[^]*\r\n\r\n2$/u);
});
