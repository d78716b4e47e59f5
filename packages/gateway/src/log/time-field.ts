/** Makes pino's field of the time (RFC 3339, UTC), anew for each millisecond: many lines come within one. */
export function createTimeField(): () => string {
  let at = Number.NaN;
  let field = "";
  return () => {
    const now = Date.now();
    if (now !== at) {
      at = now;
      field = `,"time":"${new Date(now).toISOString()}"`;
    }
    return field;
  };
}
