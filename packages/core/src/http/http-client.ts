import type * as z from "zod";
import type { CallContext } from "../contract/call-context.ts";
import type { ErrorCode } from "../errors/error-code.ts";
import type { Issue } from "../errors/multistream-error.ts";

/** How often a credential may call: a bucket of `burst` tokens that fills with `perSecond`. */
export type RateLimit = { perSecond: number; burst: number };

/** An error answer of a provider, read and bounded, not yet understood. */
export type ErrorAnswer = {
  status: number;
  /** The parsed JSON, or the text where it is none. */
  body: unknown;
  headers: Headers;
  method: string;
  /** Below the base URL. */
  path: string;
};

/** What a provider's error answer means. What is left out follows from the status, `retryable` from the code. */
export type ProviderFault = {
  code?: ErrorCode;
  message?: string;
  issues?: Issue[];
  hint?: string;
  /** May the attempt that was answered so have taken effect? Else: from 500 on. An earlier one that may have counts too. */
  outcome?: "not_applied" | "unknown";
  retryable?: boolean;
};

/** What makes the shared client this provider's. */
export type HttpClientSettings = {
  /** The provider's word, for errors. */
  provider: string;
  /** E.g. `https://api.mux.com`. */
  baseUrl: string;
  /** Default: the global one, looked up at each call. */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * Asked before every request, so that missing credentials show with the first call and not before.
   *
   * @throws MultistreamError `unauthenticated`, naming the variables to set
   */
  credentials(): { authorization: string; secrets: readonly string[] };
  /**
   * `create` is for `POST`, `other` for the rest. Shared by all adapters of this process that use the same credentials
   * at the same base URL through the same `fetch`.
   */
  rateLimits: { create: RateLimit; other: RateLimit };
  /** Reads every error shape that the provider has. Its texts are cleaned of credentials; what it throws is ignored. */
  readFault(answer: ErrorAnswer): ProviderFault;
  /** Milliseconds for one attempt, its body included; waiting for its turn does not count. Default 10 000. */
  attemptTimeoutMs?: number | undefined;
};

export type HttpRequest<S extends z.ZodType = z.ZodType> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL, with a leading slash; segments are already encoded. */
  path: string;
  searchParams?: Record<string, string | number | boolean | undefined>;
  json?: unknown;
  /** Besides the client's own, which win. Names in small letters; the same with every attempt. */
  headers?: Readonly<Record<string, string>>;
  /**
   * Credentials in this request, to be taken out of whatever the provider echoes. Those in fields of `json` whose name
   * says so (`stream_key`, `passphrase`) are known without.
   */
  secrets?: readonly string[];
  /** Reads the fields that are needed, leniently. Without one the body of a success is not read. */
  schema?: S;
  /** May it be sent again when nobody knows whether it took effect? Default: all but `POST`. */
  repeatable?: boolean;
  context: CallContext;
};

export type HttpAnswer<T> = {
  data: T;
  status: number;
  headers: Headers;
  /** Our own clock, milliseconds: what the answer says was true between the two. */
  sentAt: number;
  receivedAt: number;
};

/** Calls one provider's API. */
export type HttpClient = {
  /**
   * Makes up to three attempts: after a broken connection, a timeout, 408, 429, 500, 502, 503 and 504, and where the
   * request is not repeatable after 429 only. An empty body is read as `undefined`.
   *
   * @throws ProviderError; the reason of the context's signal; MultistreamError `invalid_argument` for what cannot be
   *   written as HTTP, `rate_limited` when 1 000 calls wait already, and what `credentials` throws
   */
  send<S extends z.ZodType>(request: HttpRequest<S>): Promise<HttpAnswer<z.output<S>>>;
  /**
   * Could so many calls be sent at once, one after the other, by the rate limits and by what the provider asked for last?
   * With credentials that are missing they could: the call tells.
   */
  ready(calls: Record<keyof HttpClientSettings["rateLimits"], number>): boolean;
};
