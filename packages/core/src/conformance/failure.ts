/** An adapter does not keep to a rule. The message says the rule, what was expected and what came; no credential. */
export class ConformanceFailure extends Error {
  override name = "ConformanceFailure";
  /** What every adapter must do, in one sentence. */
  readonly rule: string;
  readonly expected: string;
  readonly actual: string;

  constructor(rule: string, expected: string, actual: string, options?: ErrorOptions) {
    super(`${rule} Expected ${expected}, but got ${actual}.`, options);
    this.rule = rule;
    this.expected = expected;
    this.actual = actual;
  }
}
