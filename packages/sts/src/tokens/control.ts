import type { Content } from './token-type.ts'

/** Control bits and manufacturer code of class 1: 36 and 8 bits for a two-digit code, 28 and 16 for four digits. */
export type Control = { readonly control: bigint; readonly manufacturerCode: number }

export const CONTROL_BITS = { 2: 36, 4: 28 } as const

export function packControl(makerDigits: 2 | 4, { control, manufacturerCode }: Control) {
  if (makerDigits === 4) return { high: Number(control), low: manufacturerCode }
  return {
    high: Number(control >> 8n),
    low: (Number(control & 0xffn) << 8) | manufacturerCode,
  }
}

export function unpackControl(makerDigits: 2 | 4, { high, low }: Content): Control {
  if (makerDigits === 4) return { control: BigInt(high), manufacturerCode: low }
  return { control: (BigInt(high) << 8n) | BigInt(low >>> 8), manufacturerCode: low & 0xff }
}
