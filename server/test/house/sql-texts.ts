import { isTest, type Node, type SourceFile, syntaxOf, visit } from './repository.ts'

/** A piece of SQL in the repository, with what a query builder would send written as SQL. */
export interface SqlText {
  readonly file: SourceFile
  readonly offset: number
  readonly text: string
  /** In a file of functions, the function it stands in: `hub.commit_sales`. */
  readonly within?: string
  /** Whether it begins with a verb, and so is a statement and not a part of one. */
  readonly whole: boolean
}

const VERB = /^\s*(select|insert|update|delete|with|call|alter|create|drop|truncate|merge)\b/i
const NAMES_TABLE = /\b(from|join|into|update|table)\s+"?[a-z_]+"?\."?[a-z_]+/i

/** All SQL of the server's program: strings in its TypeScript, calls of the query builder, functions. */
export function sqlTexts(files: readonly SourceFile[]): SqlText[] {
  return files
    .filter((file) => file.path.startsWith('server/src/') && !isTest(file))
    .flatMap((file) => (file.path.endsWith('.sql') ? functionsIn(file) : stringsIn(file)))
}

function stringsIn(file: SourceFile): SqlText[] {
  const found: SqlText[] = []
  const constants = constantsOf(file)
  visit(syntaxOf(file), (node, parents) => {
    const text = textOf(node, constants)
    const inTemplate = parents.at(-1)?.type === 'TemplateLiteral'
    if (text !== undefined && !inTemplate && (VERB.test(text) || NAMES_TABLE.test(text))) {
      found.push({ file, offset: node.start, text: withoutComments(text), whole: VERB.test(text) })
    }
    const built = builderText(file, node, parents)
    if (built !== undefined) found.push({ file, offset: node.start, text: built, whole: true })
  })
  return found
}

/** The text of a string or template, with the file's own constants filled in and `?` for the rest. */
function textOf(node: Node, constants: ReadonlyMap<string, Node>, depth = 0): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type !== 'TemplateLiteral') return undefined
  const filled = node.expressions.map((expression: Node) => {
    const constant = expression.type === 'Identifier' ? constants.get(expression.name) : undefined
    const text = constant && depth < 4 ? textOf(constant, constants, depth + 1) : undefined
    return text ?? ' ? '
  })
  return node.quasis
    .map((quasi: Node, index: number) => `${quasi.value.cooked ?? ''}${filled[index] ?? ''}`)
    .join('')
}

function constantsOf(file: SourceFile): ReadonlyMap<string, Node> {
  const constants = new Map<string, Node>()
  visit(syntaxOf(file), (node) => {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init) {
      constants.set(node.id.name, node.init)
    }
  })
  return constants
}

const BUILDER: Readonly<Record<string, string>> = {
  selectFrom: 'select from',
  insertInto: 'insert into',
  updateTable: 'update',
  deleteFrom: 'delete from',
  innerJoin: 'join',
  leftJoin: 'join',
}

/** `build.selectFrom('meters.meter').where('tenant_id', …)`, with the rest of its chain as it stands. */
function builderText(file: SourceFile, node: Node, parents: readonly Node[]): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined
  const verb = BUILDER[node.callee.property.name]
  const table = node.arguments[0]
  if (verb === undefined || table?.type !== 'Literal') return undefined
  if (!/^[a-z_]+\.[a-z_]+/.test(String(table.value))) return undefined
  let outermost: Node = node
  for (const parent of [...parents].reverse()) {
    if (parent.type !== 'CallExpression' && parent.type !== 'MemberExpression') break
    outermost = parent
  }
  return `${verb} ${table.value} ${file.text.slice(node.end, outermost.end)}`
}

/** The statements of a file of functions, each with the function it stands in. */
function functionsIn(file: SourceFile): SqlText[] {
  const text = withoutComments(file.text)
  const heads = [
    ...text.matchAll(/create (?:or replace )?(?:function|procedure)\s+([a-z_]+\.[a-z_]+)/gi),
  ]
  const found: SqlText[] = []
  const add = (piece: string, offset: number, within?: string) => {
    let at = offset
    for (const statement of piece.split(';')) {
      if (NAMES_TABLE.test(statement)) {
        const lead = statement.length - statement.trimStart().length
        const common = { file, offset: at + lead, text: statement, whole: true }
        found.push(within === undefined ? common : { ...common, within })
      }
      at += statement.length + 1
    }
  }
  add(text.slice(0, heads[0]?.index ?? text.length), 0)
  heads.forEach((head, index) => {
    const end = heads[index + 1]?.index ?? text.length
    add(text.slice(head.index, end), head.index, head[1]?.toLowerCase())
  })
  return found
}

/** Comments become blanks, so that offsets stay. */
export function withoutComments(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
}
