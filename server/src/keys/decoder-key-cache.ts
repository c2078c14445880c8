import type { TokenCipher } from '@saldo/sts'

/** The ciphers of the meters sold to last. Bounded; what falls out is zeroed. */
export type CipherCache = {
  readonly get: (name: string) => TokenCipher | undefined
  readonly put: (name: string, cipher: TokenCipher) => void
  /** Forgets every cipher whose name begins so. */
  readonly forget: (prefix: string) => void
  readonly size: () => number
}

export function cipherCache(limit: number): CipherCache {
  // A Map keeps the order of insertion: the first is the one used longest ago.
  const ciphers = new Map<string, TokenCipher>()
  const drop = (name: string, cipher: TokenCipher) => {
    ciphers.delete(name)
    wipe(cipher)
  }
  return {
    get(name) {
      const cipher = ciphers.get(name)
      if (cipher !== undefined) {
        ciphers.delete(name)
        ciphers.set(name, cipher)
      }
      return cipher
    },
    put(name, cipher) {
      ciphers.set(name, cipher)
      if (ciphers.size <= limit) return
      for (const [oldest, old] of ciphers) {
        drop(oldest, old)
        break
      }
    },
    forget(prefix) {
      for (const [name, cipher] of ciphers) if (name.startsWith(prefix)) drop(name, cipher)
    },
    size: () => ciphers.size,
  }
}

/**
 * Zeroes the secret parts of a prepared key: its byte arrays and words. Substitution tables are public
 * and shared, so they stay, as do the small numbers that name an algorithm.
 */
export function wipe(secret: object): void {
  for (const [name, value] of Object.entries(secret)) {
    if (name === 'tables' || name === 'algorithm' || name === 'dkga' || name === 'des') continue
    if (ArrayBuffer.isView(value)) {
      new Uint8Array(value.buffer, value.byteOffset, value.byteLength).fill(0)
    } else if (typeof value === 'number') Reflect.set(secret, name, 0)
    else if (typeof value === 'object' && value !== null) wipe(value)
  }
}
