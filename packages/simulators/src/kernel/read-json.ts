/** The body as JSON; an empty one is `undefined`. `ok` is false when it is something else. */
export async function readJson(body: {
  text(): Promise<string>;
}): Promise<{ ok: true; value: unknown } | { ok: false }> {
  const text = await body.text();
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ok: false };
  }
}
