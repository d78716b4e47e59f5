import { createConnection, type Socket } from "node:net";
import { OpenAPIHono } from "@hono/zod-openapi";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../log/create-log.ts";
import { type HttpServer, listen } from "./listen.ts";
import { problemSchema } from "./problem.ts";
import type { RequestEnv } from "./request-env.ts";

let server: HttpServer;
let lines: string[];
let asked: PromiseWithResolvers<void>;
let answer: PromiseWithResolvers<void>;

beforeEach(async () => {
  lines = [];
  asked = Promise.withResolvers();
  answer = Promise.withResolvers();
  const app = new OpenAPIHono<RequestEnv>();
  app.get("/", (c) => c.text("fine"));
  app.post("/", async (c) => c.text(String((await c.req.text().catch(() => "cut off")).length)));
  app.get("/slow", async (c) => {
    asked.resolve();
    await answer.promise;
    return c.text("slow");
  });
  const output = { write: (line: string) => void lines.push(line), close: () => Promise.resolve() };
  const { log } = createLog({ level: "debug", format: "json", output });
  server = await listen(app, { host: "127.0.0.1", port: 0, log });
});

afterEach(() => server.close(0));

const connect = (): Socket => createConnection(server.port, "127.0.0.1").on("error", () => {});

/** All that comes until the other side ends. */
async function readAll(socket: Socket): Promise<string> {
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => (text += chunk));
  await new Promise((resolve) => socket.once("close", resolve));
  return text;
}

async function send(text: string): Promise<{ status: number; head: string; body: string }> {
  const socket = connect();
  socket.write(text, "latin1");
  const [head = "", body = ""] = (await readAll(socket)).split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), head: head.toLowerCase(), body };
}

const post = (headers: string, body = ""): string => `POST / HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`;

describe("what the HTTP parser refuses is answered with a problem", () => {
  test.each([
    ["both lengths", post("Content-Length: 2\r\nTransfer-Encoding: chunked", "{}"), 400],
    ["two lengths", post("Content-Length: 2\r\nContent-Length: 3", "{}"), 400],
    ["a length that is none", post("Content-Length: two", "{}"), 400],
    ["a chunk that is none", post("Transfer-Encoding: chunked", "zz\r\n{}\r\n"), 400],
    ["an unknown method", "FROBNICATE / HTTP/1.1\r\nHost: a\r\n\r\n", 501],
    ["TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", 501],
    ["a zero byte in a header", "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n", 400],
    ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
    ["an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400],
    ["headers without end", `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${"planted".repeat(10_000)}\r\n\r\n`, 431],
    ["an expectation", `GET / HTTP/1.1\r\nHost: a\r\nExpect: planted\r\n\r\n`, 417],
    ["a tunnel", "CONNECT planted.example.com:443 HTTP/1.1\r\nHost: planted.example.com:443\r\n\r\n", 501],
    ["a version to come", "GET / HTTP/3.0\r\nHost: a\r\n\r\n", 400],
  ])("%s", async (_, request, status) => {
    const { status: answered, head, body } = await send(request);
    expect([answered, head]).toEqual([status, expect.stringContaining("content-type: application/problem+json")]);
    expect(head).toContain("\r\nconnection: close");
    const problem = problemSchema.parse(JSON.parse(body));
    expect(problem).toMatchObject({ status, outcome: "not_applied", requestId: expect.stringMatching(/^req_/u) });
    expect(head).toContain(`x-request-id: ${problem.requestId}`);
    expect(problem.hint).toBeTruthy();
    expect(body + lines.join("")).not.toContain("planted");
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: "debug" });
  });
});

test("a request that is fine is answered as ever, before and after others were refused", async () => {
  await send("nonsense\r\n\r\n");
  const { status, body } = await send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  expect([status, body]).toEqual([200, expect.stringContaining("fine")]);
});

test("nothing is written where it would be taken for the answer of an earlier request", async () => {
  const socket = connect();
  const reading = readAll(socket);
  socket.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  await asked.promise;
  socket.write("nonsense\r\n\r\n");
  expect(await reading).toBe("");
  answer.resolve();
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ answered: false });
});

test("a client that goes on sending is answered once and cut off", async () => {
  const socket = connect();
  const reading = readAll(socket);
  socket.write(post("Content-Length: 2\r\nContent-Length: 3"));
  socket.on("data", () => void (socket.writable && socket.write("x".repeat(10_000))));
  expect((await reading).match(/HTTP\/1\.1 400/gu)).toHaveLength(1);
  expect(lines).toHaveLength(1);
});

test("a client that leaves in the middle of a request harms nobody", async () => {
  const socket = connect();
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{");
  socket.resetAndDestroy();
  expect((await send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).status).toBe(200);
});
