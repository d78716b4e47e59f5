/**
 * Does a lower-case host belong to a suffix? `.example.com` stands for every host below it, `a.example.com` only for
 * itself.
 */
export function hostMatches(host: string, suffix: string): boolean {
  return suffix.startsWith(".") ? host.endsWith(suffix) : host === suffix;
}
