/** Keys of a scanner come less than this far apart; no hand is that fast for a whole number. */
const apart = 30
const meterNumber = /^(\d{11}|\d{13})$/

/** A run of fast digits, with the moment of the last one in milliseconds. */
export interface Burst {
  digits: string
  last: number
}

export const noBurst: Burst = { digits: '', last: 0 }

/**
 * Follows the keys. A run of 11 or 13 digits, each within 30 ms of the one before and closed by an
 * Enter that is as fast, is a scanned meter number: `scanned` then holds its digits.
 */
export function follow(burst: Burst, key: string, at: number): { burst: Burst; scanned?: string } {
  const fast = at - burst.last < apart
  if (key === 'Enter') {
    const isScan = fast && meterNumber.test(burst.digits)
    return isScan ? { burst: noBurst, scanned: burst.digits } : { burst: noBurst }
  }
  if (!/^\d$/.test(key)) return { burst: noBurst }
  return { burst: { digits: (fast ? burst.digits : '') + key, last: at } }
}
