import type { TerminalView } from '../contract.ts'

/** Who this device is to the server. Before the code is accepted it has keys but no terminal. */
export interface Identity {
  privateKey: CryptoKey
  publicKey: PublicKey
  terminal: TerminalView | null
}

export interface PublicKey {
  kty: string
  crv: string
  x: string
  y: string
}
