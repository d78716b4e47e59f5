/** What is shorter is no credential: to take it out would garble the text around it. */
const MIN_LENGTH = 4;

/** How a secret may look in a text: as it is, inside a URL (both cases of the hex digits), and inside a JSON string. */
export function spellingsOf(secret: string): string[] {
  if (secret.length < MIN_LENGTH) return [];
  // A lone surrogate has no percent-encoding.
  const whole = secret.toWellFormed();
  const encoded = [encodeURIComponent(whole), encodeURI(whole)];
  const lower = encoded.map((text) => text.replace(/%[0-9A-F]{2}/g, (triplet) => triplet.toLowerCase()));
  const plus = encodeURIComponent(whole).replaceAll("%20", "+");
  return [...new Set([secret, ...encoded, ...lower, plus, JSON.stringify(secret).slice(1, -1)])];
}
