import { createHmac } from "node:crypto";
import { type Fault, type FaultKind, FaultPlan } from "@polycast/core/conformance";
import { AcmeAccount, type AcmeStream, type AcmeTarget } from "./acme-account.ts";

const MAX_TARGETS = 10;
const PAGE_SIZE = 25;

/** A webhook as it leaves Acme. */
export type AcmeDelivery = { url: string; headers: Headers; body: Uint8Array };

/** An error answer that is thrown. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** A stand-in for Acme's API, in memory: written from its documentation, with nothing of the adapter in it. */
export class AcmeServer {
  readonly account = new AcmeAccount();
  readonly apiKey: string;
  readonly webhookSecret: string;
  /** Requests so far. */
  calls = 0;
  readonly #faults = new FaultPlan();
  /** Credentials that callers have sent or were told. */
  readonly #told = new Set<string>();

  constructor(options: { apiKey: string; webhookSecret: string }) {
    this.apiKey = options.apiKey;
    this.webhookSecret = options.webhookSecret;
  }

  /** What goes wrong from now on, after what was planned before. */
  plan(fault: Fault): void {
    this.#faults.next(fault);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** Webhooks that were not taken yet. */
  takeWebhooks(): AcmeDelivery[] {
    this.account.settle();
    return this.account.events.splice(0).map((event) => this.sign(new TextEncoder().encode(JSON.stringify(event))));
  }

  /** A body as it is delivered now. */
  sign(body: Uint8Array): AcmeDelivery {
    const seconds = Math.floor(Date.now() / 1_000);
    const signature = createHmac("sha256", this.webhookSecret).update(`${seconds}.`).update(body).digest("hex");
    const headers = new Headers({ "acme-signature": `t=${seconds},v1=${signature}` });
    return { url: "https://hooks.example.com/acme", headers, body };
  }

  /** Answers as Acme would. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    this.calls += 1;
    this.account.settle();
    const text = await request.text();
    const presented = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    this.#told.add(presented);
    this.#noteKeys(text);
    if (presented !== this.apiKey) return this.#error(401, "bad_api_key");
    const fault = this.#takeFault(request);
    if (fault === "rate_limited") return this.#error(429, "slow_down", { "retry-after": "1" });
    if (fault === "error") return this.#error(503, "unavailable");
    if (fault === "garbage") return new Response("<html>Welcome</html>");
    if (fault === "timeout") return silence(request.signal);
    const answer = this.#answer(request, text);
    if (fault === "error_after_commit") return this.#error(500, "internal");
    if (fault === "timeout_after_commit") return silence(request.signal);
    this.#noteKeys(await answer.clone().text());
    return answer;
  };

  #answer({ method, url }: Request, text: string): Response {
    try {
      const answer = this.#route(method, new URL(url), text === "" ? {} : JSON.parse(text));
      return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer);
    } catch (error) {
      if (error instanceof Refusal) return this.#error(error.status, error.code);
      throw error;
    }
  }

  #route(method: string, url: URL, body: Partial<AcmeStream & AcmeTarget>): unknown {
    const [streamId, part, targetId, ...rest] = url.pathname.split("/").slice(3);
    if (rest.length > 0) throw new Refusal(404, "no_such_path");
    if (streamId === undefined) return method === "POST" ? this.#createStream(body) : this.#list(url.searchParams);
    const stream = find(this.account.streams, streamId);
    if (part === undefined) {
      return this.#onThing(method, stream, body, () => this.account.deleteStream(stream));
    }
    if (part === "end") {
      this.account.disconnect(stream.id);
      return stream;
    }
    if (targetId === undefined) return this.#createTarget(stream, body);
    const target = find(stream.targets, targetId);
    return this.#onThing(method, target, body, () => this.account.deleteTarget(stream, target));
  }

  #createStream(body: Partial<AcmeStream>): AcmeStream {
    if ((body.targets?.length ?? 0) > MAX_TARGETS) throw new Refusal(422, "limit_reached");
    return this.account.addStream(body);
  }

  #createTarget(stream: AcmeStream, body: Partial<AcmeTarget>): AcmeTarget {
    if (stream.targets.length >= MAX_TARGETS) throw new Refusal(422, "limit_reached");
    return this.account.addTarget(stream, body);
  }

  #list(query: URLSearchParams): { data: AcmeStream[]; next_cursor: string | null } {
    const token = query.get("client_token");
    const newestFirst = this.account.streams.toReversed();
    const fitting = token === null ? newestFirst : newestFirst.filter(({ client_token }) => client_token === token);
    const cursor = query.get("cursor");
    const start = cursor === null ? 0 : fitting.findIndex(({ id }) => id === cursor) + 1;
    const data = fitting.slice(start, start + Number(query.get("limit") ?? PAGE_SIZE));
    const isLast = start + data.length >= fitting.length;
    return { data, next_cursor: isLast ? null : (data.at(-1)?.id ?? null) };
  }

  #onThing(method: string, thing: object, body: object, remove: () => void): object | undefined {
    if (method === "DELETE") {
      remove();
      return undefined;
    }
    if (method === "PATCH") Object.assign(thing, body);
    this.account.settle();
    return thing;
  }

  #takeFault({ method, url }: Request): FaultKind | undefined {
    const operation = operationOf(method, new URL(url).pathname);
    return operation && this.#faults.take(operation);
  }

  #noteKeys(text: string): void {
    for (const [, key = ""] of text.matchAll(/"stream_key":"([^"]+)"/gu)) this.#told.add(key);
  }

  /** Providers have been seen to repeat what they were sent, so this one repeats every credential that it could. */
  #error(status: number, code: string, headers: Record<string, string> = {}): Response {
    const message = `Something is wrong with ${[...this.#told].join(", ")}`;
    return Response.json({ error: { code, message } }, { status, headers });
  }
}

function operationOf(method: string, path: string): Fault["operation"] | undefined {
  if (method === "GET") return "read";
  if (method === "DELETE") return "delete";
  if (method !== "POST" || path.endsWith("/end")) return undefined;
  return path.endsWith("/targets") ? "target.create" : "stream.create";
}

function find<T extends { id: string }>(things: readonly T[], id: string): T {
  const found = things.find((thing) => thing.id === id);
  if (!found) throw new Refusal(404, "not_found");
  return found;
}

/** No answer, until whoever asked gives up. */
async function silence(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  if (signal.aborted) reject(signal.reason);
  return promise;
}
