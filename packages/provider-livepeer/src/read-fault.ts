import type { ErrorAnswer, Issue, ProviderFault } from "@polycast/core/provider";
import * as z from "zod";

/** Every error has this body; a list within the list is what the mock made from their OpenAPI answers. */
const bodySchema = z.object({ errors: z.array(z.union([z.string(), z.array(z.string())])) });

/** A fault of the request's schema is an error of AJV, as JSON inside the string. */
const schemaFaultSchema = z.object({
  instancePath: z.string(),
  message: z.string(),
  params: z.object({ additionalProperty: z.string().optional(), missingProperty: z.string().optional() }).optional(),
});

/** The shape of stream keys; no part of a UUID has it. What is quoted of a stream may hold its key. */
const STREAM_KEY = /(?<![\w-])[0-9a-z]{4}(?:-[0-9a-z]{4}){3}(?![\w-])/giu;

type Known = { when: RegExp; fault: ProviderFault };

/** What the server's sentences mean, where the status alone says too little. */
const known: Known[] = [
  {
    when: /^cannot change '\w+' field while stream is active/u,
    fault: { code: "not_idle", hint: "End the stream first, and repeat it then." },
  },
  {
    when: /^multistream target profile not found/u,
    fault: {
      code: "invalid_argument",
      issues: [{ path: "rendition", message: "is none of the stream's profiles, nor `source`" }],
      hint: "Name one of the stream's profiles, or `source`.",
    },
  },
  {
    when: /^multistream target not found/u,
    fault: {
      code: "invalid_argument",
      hint: "A target that the stream refers to is gone, or was made so recently that Livepeer does not see it yet: repeat it.",
    },
  },
  {
    when: /^multistream target \{id,profile\} must be unique/u,
    fault: { code: "conflict", hint: "The stream sends this target in this rendition already." },
  },
  {
    when: /^too many terminate requests/u,
    fault: { code: "rate_limited", hint: "A session can be ended once in 5 seconds." },
  },
  {
    // The sentence names the key that was sent.
    when: /^no token .* found/u,
    fault: {
      code: "unauthenticated",
      message: "the API key is not known",
      hint: "Check LIVEPEER_API_KEY: keys are shown in Livepeer Studio under Developers.",
    },
  },
  {
    when: /^request is not authenticated/u,
    fault: { code: "unauthenticated", hint: "Check LIVEPEER_API_KEY." },
  },
  {
    when: /CORS-enabled API key/u,
    fault: { code: "forbidden", hint: "Use a key without CORS access: such a key can neither list nor delete." },
  },
  {
    when: /credential has insuff?icent privileges/u,
    fault: { code: "forbidden", hint: "The key is restricted to other paths: use one without access rules." },
  },
];

/** Fields of a target object, by what they are called in what was asked for. */
const targetFields = new Map([
  ["url", "destination"],
  ["disabled", "enabled"],
]);

/** What an error answer of Livepeer Studio means. */
export function readFault({ body, path }: ErrorAnswer): ProviderFault {
  const answer = bodySchema.safeParse(body);
  if (!answer.success) return {};
  const texts = answer.data.errors.flat().map((text) => text.replaceAll(STREAM_KEY, "[redacted]"));
  const names = path.startsWith("/multistream/target") ? targetFields : undefined;
  const issues = texts.flatMap((text) => readIssue(text, names));
  if (issues.length > 0) {
    const message = issues.map((issue) => (issue.path === "" ? issue.message : `${issue.path} ${issue.message}`));
    return { message: message.join("; "), issues, hint: "Mend what the message names, and send it again." };
  }
  const message = texts.join("; ");
  const meaning = known.find(({ when }) => texts.some((text) => when.test(text)));
  return { ...(message === "" ? {} : { message }), ...meaning?.fault };
}

function readIssue(text: string, names?: ReadonlyMap<string, string>): Issue[] {
  const parsed = schemaFaultSchema.safeParse(parseJson(text));
  if (!parsed.success) return [];
  const { instancePath, message, params } = parsed.data;
  const extra = params?.additionalProperty === undefined ? "" : `: ${params.additionalProperty}`;
  const path = instancePath.split("/").filter(Boolean).join(".");
  return [{ path: names?.get(path) ?? path, message: `${message}${extra}` }];
}

function parseJson(text: string): unknown {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
