import { type Fault, faultAt, isTest, type SourceFile, syntaxOf, visit } from './repository.ts'

const CLOCK = 'server/src/kernel/clock.ts'

/** The server reads the time from kernel/clock.ts alone, so that a test can choose it. */
export function clockFaults(files: readonly SourceFile[]): Fault[] {
  return files
    .filter((f) => f.path.startsWith('server/src/') && f.path !== CLOCK && !isTest(f))
    .flatMap((file) => {
      const faults: Fault[] = []
      visit(syntaxOf(file), (node) => {
        const reads =
          node.type === 'NewExpression'
            ? node.callee.name === 'Date' && node.arguments.length === 0 && 'new Date()'
            : node.type === 'CallExpression' && clockCall(node.callee)
        if (reads) {
          faults.push(faultAt(file, node.start, `reads the time by ${reads}: use kernel/clock.ts.`))
        }
      })
      return faults
    })
}

function clockCall(callee: { type: string; [field: string]: unknown }): string | undefined {
  if (callee.type === 'Identifier' && callee.name === 'Date') return 'Date()'
  if (callee.type !== 'MemberExpression') return undefined
  const { object, property } = callee as unknown as Record<'object' | 'property', { name?: string }>
  const name = `${object.name}.${property.name}`
  return ['Date.now', 'performance.now', 'process.hrtime', 'hrtime.bigint'].includes(name)
    ? `${name}()`
    : undefined
}
