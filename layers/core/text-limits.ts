/**
 * The beginning of a text that has at most so many bytes as UTF-8. No token is shorter than a byte, so a limit of
 * tokens holds in any script, without a tokenizer. Half a surrogate pair becomes U+FFFD.
 */
export function withinBytes(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read).toWellFormed();
}

/** Cuts a list into parts of at most `most.texts` texts and `most.bytes` bytes; one longer text is a part of its own. */
export function partsOf(
  texts: readonly string[],
  most: { readonly texts: number; readonly bytes: number },
): string[][] {
  const parts: string[][] = [];
  let room = { texts: 0, bytes: 0 };
  for (const text of texts) {
    const bytes = Buffer.byteLength(text);
    if (room.texts < 1 || room.bytes < bytes) {
      parts.push([]);
      room = { ...most };
    }
    parts.at(-1)?.push(text);
    room = { texts: room.texts - 1, bytes: room.bytes - bytes };
  }
  return parts;
}
