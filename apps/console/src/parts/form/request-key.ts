/**
 * The Idempotency-Key of the deeds of one form. It is made before the first attempt and stays for as long as
 * the same content may still have been taken; other content is another deed.
 */
export function requestKeys(newKey: () => string = randomKey) {
  let pending: { readonly content: string; readonly key: string } | undefined
  return {
    keyFor(content: unknown): string {
      const text = JSON.stringify(content) ?? ''
      if (pending?.content !== text) pending = { content: text, key: newKey() }
      return pending.key
    },
    /** After an answer that says what became of the deed: the next one is new, also with the same content. */
    settled(): void {
      pending = undefined
    },
  }
}

// crypto.randomUUID is missing where the console is opened by plain http under another name than localhost.
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
