import { type Fault, faultAt, type Node, type SourceFile, syntaxOf, visit } from './repository.ts'

// Words for money and units in names: `tenderMinor`, `month_units`, `owed`.
const MONEY = new Set(
  `minor amount amounts tender tendered units quanta owed owing price prices priced money balance balances
   available earnings fee fees tax taxes vat levy levies margin margins arrears debt debts charge charges
   received paid held credit float funds deposit deposits earned net gross payout`.split(/\s+/),
)

// A name that ends so is about money and is none: how many, which, when, what share, how written.
const NO_MONEY = new Set(
  `count counts index length size id ids kind kinds name names points decimals digits mode at day days order
   ms seconds month text pointer`.split(/\s+/),
)

// Methods whose answer is a number about a text or list, never the amount itself.
const ABOUT = new Set([
  'indexOf',
  'lastIndexOf',
  'findIndex',
  'localeCompare',
  'charCodeAt',
  'search',
])

const INSTEAD = 'Money and units are bigint minor units inside and decimal strings outside.'

/**
 * Money never passes through a JavaScript number: finds conversions, arithmetic of `Math` and unary plus
 * on what is named like money or units, `parseFloat` at all, and such names declared as `number`.
 */
export function moneyFaults(files: readonly SourceFile[]): Fault[] {
  return files.flatMap((file) => {
    const faults: Fault[] = []
    const fault = (node: Node, what: string) =>
      faults.push(faultAt(file, node.start, `${what}. ${INSTEAD}`))
    visit(syntaxOf(file), (node) => {
      const converted = conversion(node)
      if (converted?.always) fault(node, `uses ${converted.by}`)
      else if (converted?.what.some(isMoney)) {
        fault(
          node,
          `turns ${excerpt(file, converted.what.find(isMoney))} into a number by ${converted.by}`,
        )
      }
      const declared = declaredNumber(node)
      if (declared) fault(node, `declares ${declared} as a number`)
    })
    return faults
  })
}

interface Conversion {
  readonly by: string
  readonly what: readonly Node[]
  readonly always?: true
}

function conversion(node: Node): Conversion | undefined {
  if (node.type === 'UnaryExpression' && node.operator === '+') {
    return { by: 'unary plus', what: [node.argument] }
  }
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined
  const { callee, arguments: what } = node as unknown as { callee: Node; arguments: Node[] }
  if (callee.type === 'Identifier') {
    if (callee.name === 'parseFloat') return { by: 'parseFloat', what, always: true }
    if (['Number', 'parseInt'].includes(callee.name)) return { by: callee.name, what }
  }
  if (callee.type !== 'MemberExpression' || callee.computed) return undefined
  const method: string = callee.property.name
  if (callee.object.type === 'Identifier') {
    const holder: string = callee.object.name
    if (holder === 'Number' && method === 'parseFloat') {
      return { by: 'Number.parseFloat', what, always: true }
    }
    if (holder === 'Math') return { by: `Math.${method}`, what }
    if (holder === 'Number' && method === 'parseInt') return { by: 'Number.parseInt', what }
  }
  if (['toFixed', 'toPrecision', 'toExponential'].includes(method)) {
    return { by: method, what: [callee.object] }
  }
  return undefined
}

/** Whether the value of an expression is money or units, by the names it is made of. */
function isMoney(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
      return namesMoney(node.name)
    case 'MemberExpression':
      return node.computed
        ? node.property.type === 'Literal'
          ? namesMoney(String(node.property.value))
          : isMoney(node.object)
        : namesMoney(node.property.name)
    case 'CallExpression': {
      const method = node.callee.type === 'MemberExpression' && node.callee.property.name
      if (ABOUT.has(method)) return false
      // What becomes of each is what its function makes of it.
      if (method === 'map' || method === 'flatMap') return node.arguments.some(isMoney)
      const on = node.callee.type === 'MemberExpression' ? node.callee.object : node.callee
      return isMoney(on) || node.arguments.some(isMoney)
    }
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isMoney(node.left) || isMoney(node.right)
    case 'ConditionalExpression':
      return isMoney(node.consequent) || isMoney(node.alternate)
    case 'TemplateLiteral':
      return node.expressions.some(isMoney)
    case 'UnaryExpression':
    case 'SpreadElement':
      return isMoney(node.argument)
    case 'ArrowFunctionExpression':
      return node.expression === true && isMoney(node.body)
    case 'ChainExpression':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return isMoney(node.expression)
    default:
      return false
  }
}

/** The name of a property, parameter or variable that is named like money and typed `number`. */
function declaredNumber(node: Node): string | undefined {
  const named =
    node.type === 'TSPropertySignature' || node.type === 'PropertyDefinition'
      ? node.key
      : node.type === 'Identifier'
        ? node
        : undefined
  const annotation = node.typeAnnotation?.typeAnnotation
  if (named?.type !== 'Identifier' || !annotation) return undefined
  return isNumberType(annotation) && namesMoney(named.name) ? named.name : undefined
}

function isNumberType(type: Node): boolean {
  if (type.type === 'TSNumberKeyword') return true
  if (type.type === 'TSUnionType') return type.types.some(isNumberType)
  return type.type === 'TSArrayType' && isNumberType(type.elementType)
}

export function namesMoney(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  if (NO_MONEY.has(words.at(-1) ?? '')) return false
  return words.some((word) => MONEY.has(word))
}

function excerpt({ text }: SourceFile, node: Node | undefined): string {
  return node ? text.slice(node.start, node.end).replaceAll(/\s+/g, ' ').slice(0, 60) : ''
}
