import type { Problem } from '@saldo/api-client'

/** A field the server refused: its place in the form ("roles.0.reachId") and the code of the fault. */
export type FieldFault = { readonly field: string; readonly code: string }

/** The fields that a problem document names, as places in a form whose values are the request's body. */
export function fieldFaults({ errors = [] }: Problem): FieldFault[] {
  return errors.map(({ pointer, code }) => ({ field: fieldOf(pointer), code }))
}

/** A JSON pointer (RFC 6901) as Mantine names a field: "/roles/0/reachId" is "roles.0.reachId". */
function fieldOf(pointer: string): string {
  const steps = pointer.split('/').slice(1)
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')).join('.')
}
