import type { Ingest, Stream, Target } from "@polycast/core";

/** The calls that the demo makes, over HTTP as anybody would. */
export class DemoApi {
  readonly #base: string;
  readonly #apiKey: string;

  constructor(base: string, apiKey: string) {
    this.#base = base;
    this.#apiKey = apiKey;
  }

  createStream(body: unknown): Promise<{ stream: Stream; ingest: Ingest[] }> {
    return this.#call("POST", "/v1/streams", body);
  }

  getStream(id: string): Promise<Stream> {
    return this.#call("GET", `/v1/streams/${id}`);
  }

  setEnabled(target: Target, enabled: boolean): Promise<Target> {
    return this.#call("PATCH", `/v1/streams/${target.streamId}/targets/${target.id}`, { enabled });
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#apiKey}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    const init: RequestInit = { method, headers };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await fetch(new URL(path, this.#base), init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}
