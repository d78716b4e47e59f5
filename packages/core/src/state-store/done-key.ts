/** Under which key a state store notes that a webhook is done. */
export function doneKey(provider: string, eventId: string): string {
  return `polycast:${provider}:webhook:${eventId}`;
}

/** Is it such a key? */
export function isDoneKey(key: string): boolean {
  return /^polycast:[^:]*:webhook:/u.test(key);
}
