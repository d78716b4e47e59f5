/** A body as text; `cut`: there was more than may be read. */
export type BodyText = { text: string; cut: boolean };

/** Reads at most so many bytes, and lets the rest go. @throws what the stream throws when the connection breaks */
export async function readBody(response: Response, maxBytes: number): Promise<BodyText> {
  if (!response.body) return { text: "", cut: false };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let left = maxBytes;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), cut: false };
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.byteLength;
    if (left < 0) {
      reader.cancel().catch(ignore);
      return { text, cut: true };
    }
  }
}

/** Lets a body go that nobody reads. */
export function dropBody(response: Response): void {
  response.body?.cancel().catch(ignore);
}

function ignore(): void {
  // The answer is understood; how its connection ends says nothing more.
}
