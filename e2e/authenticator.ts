import { createHmac } from 'node:crypto'

/** What an authenticator app shows for a key now: RFC 6238, six digits, half minutes. */
export function codeOf(key: string, time = Date.now()): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(time / 30_000)))
  const mac = createHmac('sha1', unbase32(key.replaceAll(/\s/g, '')))
    .update(counter)
    .digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

/** Waits until the app shows another code than `used`: each works once. */
export async function nextCode(key: string, used: string): Promise<string> {
  for (;;) {
    const code = codeOf(key)
    if (code !== used) return code
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function unbase32(text: string): Buffer {
  const bits = [...text]
    .map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
