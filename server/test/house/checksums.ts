import { createHash } from 'node:crypto'
import type { Fault, SourceFile } from './repository.ts'

export const checksumsFile = 'server/migrations/checksums.json'

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export const nameOf = ({ path }: SourceFile) => path.slice(path.lastIndexOf('/') + 1)

/** A migration that was merged is never changed: databases have run it. */
export function checksumFaults(
  migrations: readonly SourceFile[],
  checksums: Readonly<Record<string, string>>,
): Fault[] {
  const names = new Set(migrations.map(nameOf))
  const gone = Object.keys(checksums).filter((name) => !names.has(name))
  const newest = Object.keys(checksums).sort().at(-1) ?? ''
  return [
    ...gone.map((name) => ({
      path: `server/migrations/${name}`,
      line: 1,
      sentence: 'was merged and is gone: restore it.',
    })),
    ...migrations.flatMap((file) => {
      const known = checksums[nameOf(file)]
      const fault = (sentence: string) => [{ path: file.path, line: 1, sentence }]
      if (known === sha256(file.text)) return []
      if (known !== undefined) {
        return fault('was merged and has changed since: restore it and write a new migration.')
      }
      if (nameOf(file) < newest) {
        return fault(`is new and comes before ${newest}: give it a later name.`)
      }
      return fault('is new: add it with "npx tsx server/test/house/write-checksums.ts".')
    }),
  ]
}
