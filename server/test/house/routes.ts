import {
  type Fault,
  faultAt,
  isTest,
  type Node,
  type SourceFile,
  syntaxOf,
  visit,
} from './repository.ts'

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'route'])
/** What a route may name besides a permission: see http/server.ts. */
export const WITHOUT_PERMISSION = new Set(['signed_in', 'device', 'public'])

/** Every route of the server names who may call it and says in a line what it does. */
export function routeFaults(
  files: readonly SourceFile[],
  permissions: ReadonlySet<string>,
): Fault[] {
  return routesOf(files).flatMap(({ file, node, path, options }) => {
    const permission = literal(field(field(options, 'config'), 'permission'))
    const summary = literal(field(field(options, 'schema'), 'summary'))
    const fault = (sentence: string) => [faultAt(file, node.start, `${path} ${sentence}`)]
    if (permission === undefined) return fault('names no permission: config: { permission: … }.')
    if (!permissions.has(permission) && !WITHOUT_PERMISSION.has(permission)) {
      return fault(`names "${permission}", which is not in access/permissions.ts.`)
    }
    if (!summary) return fault('has no summary: schema: { summary: … }.')
    return []
  })
}

export function routesOf(files: readonly SourceFile[]) {
  return files
    .filter(
      (file) => file.path.startsWith('server/src/') && file.path.endsWith('.ts') && !isTest(file),
    )
    .flatMap((file) => {
      const routes: { file: SourceFile; node: Node; path: string; options: Node | undefined }[] = []
      visit(syntaxOf(file), (node) => {
        const method = node.type === 'CallExpression' && node.callee.property?.name
        const path = node.arguments?.[0]?.value
        if (!VERBS.has(method) || node.callee.object.type !== 'Identifier') return
        if (typeof path !== 'string' || !path.startsWith('/')) return
        routes.push({ file, node, path, options: node.arguments[1] })
      })
      return routes
    })
}

function field(object: Node | undefined, name: string): Node | undefined {
  if (object?.type !== 'ObjectExpression') return undefined
  return object.properties.find((property: Node) => property.key?.name === name)?.value
}

function literal(node: Node | undefined): string | undefined {
  return typeof node?.value === 'string' ? node.value : undefined
}
