import type { Fault, SourceFile } from './repository.ts'
import { isGenerated } from './repository.ts'

export const LONGEST = 400

/** A file that a newcomer reads in one go. */
export function lengthFaults(files: readonly SourceFile[]): Fault[] {
  return files.flatMap((file) => {
    const lines = file.text.split('\n').length - 1
    if (lines <= LONGEST || isGenerated(file)) return []
    const sentence = `has ${lines} lines, more than ${LONGEST}: find the second thing it does and give it a file.`
    return [{ path: file.path, line: LONGEST, sentence }]
  })
}
