/** Without the slashes at the start. */
export function trimSlashesStart(text: string): string {
  let start = 0;
  while (text[start] === "/") start += 1;
  return text.slice(start);
}

/** Without the slashes at the end. */
export function trimSlashesEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}
