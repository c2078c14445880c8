import { chownSync, lstatSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Gives what root made in another user's folder to that user, who could not use it otherwise when the
 * next start is the user's own.
 */
export function ownLikeFolder(path: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(dirname(path))
  if (lstatSync(path).uid !== uid) chownSync(path, uid, gid)
}

/** The sentence for a data folder that this user may not use; nothing when it may, or when there is none. */
export function foreignFolder(folder: string): string | undefined {
  const self = process.getuid?.()
  const found = statSync(folder, { throwIfNoEntry: false })
  if (self === undefined || self === 0 || !found || found.uid === self) return undefined
  return `The data folder ${folder} belongs to another user. Set SALDO_DATA to a folder of your own, or start Saldo as the user that it belongs to.`
}
