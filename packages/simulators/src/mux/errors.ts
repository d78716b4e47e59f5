/** An answer of the API that is an error. */
export class MuxProblem extends Error {
  readonly status: 400 | 401 | 404 | 501;
  readonly type: string;

  constructor(status: 400 | 401 | 404 | 501, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }

  /** The shape of all errors but 429. */
  body(): { error: { type: string; messages: string[] } } {
    return { error: { type: this.type, messages: [this.message] } };
  }
}

/** Status and type are seen for ids that cannot be parsed and for limits of a plan; for all other causes they are assumed. */
export function invalidParameters(message: string): MuxProblem {
  return new MuxProblem(400, "invalid_parameters", message);
}

/** The body of a 404 is assumed: it is in no source. */
export function notFound(
  message = "The requested resource either doesn't exist or you don't have access to it.",
): MuxProblem {
  return new MuxProblem(404, "not_found", message);
}

/** As whoami documents it. */
export function unauthorized(): MuxProblem {
  return new MuxProblem(401, "unauthorized", "Unauthorized request");
}

/** The answer to whoever is too fast: a shape of its own. */
export const tooManyRequests: { errors: string[] } = { errors: ["Too many requests, retry later."] };
