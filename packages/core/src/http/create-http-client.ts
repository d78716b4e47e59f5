import type * as z from "zod";
import { parseInput } from "../errors/invalid-argument.ts";
import { isMultistreamError, type Issue, MultistreamError } from "../errors/multistream-error.ts";
import { attempt } from "./attempt.ts";
import { bucketsOf } from "./buckets-of.ts";
import { cleanText } from "./clean-text.ts";
import { type HttpClock, pause, systemClock } from "./clock.ts";
import { type AnswerAttempt, answerError, type FailedCall, silenceError, unreadableError } from "./failed-call.ts";
import type { HttpAnswer, HttpClient, HttpClientSettings, HttpRequest } from "./http-client.ts";
import { isPlainHttpUrl } from "./is-plain-http-url.ts";
import { KnownSecrets } from "./known-secrets.ts";
import { parseJson } from "./parse-json.ts";
import { MAX_RETRY_AFTER_MS, waitBeforeNext } from "./repetition.ts";
import { retryAfterOf } from "./retry-after.ts";
import { secretsOf } from "./secrets-of.ts";

/**
 * The HTTP client that the adapters of cloud providers share: it keeps to the provider's rate limits, repeats what may
 * be repeated, reads answers within bounds and leniently, and tells every failure as a `ProviderError` without
 * credentials in it.
 *
 * @param clock default: the machine's own
 * @throws MultistreamError `invalid_argument` for a base URL that is none
 */
export function createHttpClient(settings: HttpClientSettings, clock: HttpClock = systemClock): HttpClient {
  assertBaseUrl(settings);
  const known = new KnownSecrets();
  return {
    ready(calls) {
      try {
        const { create, other } = bucketsOf(settings, settings.credentials().authorization, clock);
        return create.hasRoomFor(calls.create) && other.hasRoomFor(calls.other);
      } catch {
        // Credentials are missing.
        return true;
      }
    },
    async send<S extends z.ZodType>(request: HttpRequest<S>): Promise<HttpAnswer<z.output<S>>> {
      const { signal } = request.context;
      signal.throwIfAborted();
      const { authorization, secrets } = settings.credentials();
      known.note(request.secrets ?? []);
      known.noteAnswer(request.json);
      const clean = (text: string): string =>
        cleanText(text, [...allSecrets(authorization, secrets, request), ...known.all()]);
      const call: FailedCall = { settings, request, clean, doubt: false };
      const bucket = bucketsOf(settings, authorization, clock)[request.method === "POST" ? "create" : "other"];
      for (let attempts = 1; ; attempts++) {
        await bucket.take(signal);
        const result = await attempt(settings, request, authorization, clock);
        const answer = result.kind === "answer" ? result : undefined;
        if (answer?.ok) return read(call, known, request, answer);
        const status = answer?.status;
        const retryAfterMs = answer && retryAfterOf(answer.headers, clock.wall());
        if (status === 429 && retryAfterMs !== undefined && retryAfterMs <= MAX_RETRY_AFTER_MS) {
          bucket.pause(retryAfterMs);
        }
        const error = result.kind === "answer" ? answerError(call, result, retryAfterMs) : silenceError(call, result);
        const waitMs = waitBeforeNext(request, { status, retryAfterMs }, attempts, clock.random());
        if (waitMs === undefined) throw error;
        call.doubt = error.outcome === "unknown";
        await pause(waitMs, signal, clock);
      }
    },
  };
}

function assertBaseUrl({ baseUrl, provider }: HttpClientSettings): void {
  if (isPlainHttpUrl(baseUrl)) return;
  throw new MultistreamError("invalid_argument", `Invalid base URL of ${provider}.`, {
    provider,
    hint: "It must be an http(s):// URL of scheme, host and path only.",
  });
}

/** A provider may echo the header as a whole, or only what follows the scheme. */
function allSecrets(authorization: string, secrets: readonly string[], request: HttpRequest): string[] {
  const value = authorization.slice(authorization.indexOf(" ") + 1);
  return [authorization, value, ...secrets, ...(request.secrets ?? []), ...secretsOf(request.json)];
}

function read<S extends z.ZodType>(
  call: FailedCall,
  known: KnownSecrets,
  { schema }: HttpRequest<S>,
  answer: AnswerAttempt,
): HttpAnswer<z.output<S>> {
  const { status, headers, sentAt, receivedAt } = answer;
  const about = { status, headers, sentAt, receivedAt };
  // Nobody reads what they gave no schema for.
  if (!schema) return { data: undefined as z.output<S>, ...about };
  const invalid = (issues: Issue[]): Error => unreadableError(call, answer, issues);
  if (answer.body.cut) throw invalid([{ path: "", message: "larger than 8 MiB" }]);
  const json = parseJson(answer.body.text, () => {
    throw invalid([{ path: "", message: "not JSON" }]);
  });
  known.noteAnswer(json);
  try {
    return { data: parseInput(schema, json, "answer"), ...about };
  } catch (error) {
    throw invalid((isMultistreamError(error) ? error.issues : undefined) ?? []);
  }
}
