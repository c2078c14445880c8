import {
  type Fault,
  faultAt,
  filesBelow,
  isTest,
  type SourceFile,
  syntaxOf,
  visit,
} from './repository.ts'

export const refusalsPage = 'docs/refusals.md'

export interface Declared {
  readonly file: SourceFile
  readonly offset: number
  readonly code: string
  readonly status: number
  readonly title: string
}

/** Every `refusal('code', status, 'sentence')` of the server. */
export function refusalsOf(files: readonly SourceFile[]): Declared[] {
  return files
    .filter((f) => f.path.startsWith('server/src/') && f.path.endsWith('.ts') && !isTest(f))
    .flatMap((file) => {
      const found: Declared[] = []
      visit(syntaxOf(file), (node) => {
        if (node.type !== 'CallExpression' || node.callee.name !== 'refusal') return
        if (node.arguments.length < 3) return
        const [code, status, title] = node.arguments.map(
          (argument: { value?: unknown }) => argument.value,
        )
        found.push({ file, offset: node.start, code, status, title })
      })
      return found
    })
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** A code is declared once, as plain text, and stands on the page of refusals as it is declared. */
export function refusalFaults(declared: readonly Declared[], page: string): Fault[] {
  const faults: Fault[] = []
  const seen = new Map<string, Declared>()
  for (const refusal of declared) {
    const { file, offset, code, title } = refusal
    if (typeof code !== 'string' || typeof title !== 'string') {
      faults.push(
        faultAt(file, offset, 'declares a refusal whose code or sentence is not plain text.'),
      )
      continue
    }
    const first = seen.get(code)
    if (first) faults.push(faultAt(file, offset, `declares "${code}", as ${first.file.path} does.`))
    seen.set(code, refusal)
  }
  if (page !== pageOf(declared)) {
    faults.push({
      path: refusalsPage,
      line: 1,
      sentence: 'is not what the code declares: run "npx tsx server/test/house/write-refusals.ts".',
    })
  }
  return faults
}

/** The page that lists every refusal, for those who write a client. */
export function pageOf(declared: readonly Declared[]): string {
  const rows = declared.map(({ code, status, title }) => `| \`${code}\` | ${status} | ${title} |`)
  return [
    '# Refusals',
    '',
    'Every "no" of the server has a stable code. It comes as a problem document (RFC 9457) with the HTTP status below.',
    'Written by `npx tsx server/test/house/write-refusals.ts` from the code; do not edit.',
    '',
    '| code | status | what it says |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

export const declaredRefusals = () => refusalsOf(filesBelow('server/src', '.ts'))
