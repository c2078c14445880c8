/** What a device signs of a request. `body` is exactly the text that is sent. */
export interface SignedRequest {
  method: string
  /** Path with query, as the server sees it: "/api/pos/quotes". */
  path: string
  body: string
  terminalId: string
  nonce: string
  sessionToken: string | null
  idempotencyKey: string | null
}

/**
 * The text under the signature. Body and session enter as hashes, so the text never holds a secret,
 * and its first line keeps a signature from meaning anything in another protocol.
 */
export async function textToSign(request: SignedRequest): Promise<string> {
  return [
    'saldo-pos-1',
    request.method,
    request.path,
    await sha256Hex(request.body),
    request.terminalId,
    request.nonce,
    request.sessionToken === null ? '-' : await sha256Hex(request.sessionToken),
    request.idempotencyKey ?? '-',
  ].join('\n')
}

/** ECDSA P-256 over SHA-256, as base64url of the 64 bytes r||s (IEEE P1363). */
export async function sign(privateKey: CryptoKey, text: string): Promise<string> {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  const signature = await crypto.subtle.sign(algorithm, privateKey, new TextEncoder().encode(text))
  return base64url(new Uint8Array(signature))
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
