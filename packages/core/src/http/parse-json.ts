/** The JSON of a body, `undefined` where that is empty. @param otherwise gives what stands in for what is no JSON, or throws */
export function parseJson(text: string, otherwise: () => unknown): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return otherwise();
  }
}
