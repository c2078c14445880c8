import { accessNotice } from './access-notice.ts'
import { invitation } from './invitation.ts'
import { passwordReset } from './password-reset.ts'
import type { Template } from './template.ts'

/** Every letter we write. A new one is a file here and a line in this list. */
export const templates = [invitation, passwordReset, accessNotice] as const

type Listed = (typeof templates)[number]
export type TemplateName = Listed['name']

/** The values a template needs, by its name. */
export type ValuesOf<Name extends TemplateName> = {
  readonly [Value in Extract<Listed, { name: Name }>['values'][number]]: string
}

export type AnyTemplate = Template<string, string>

export function templateNamed(name: string): AnyTemplate | undefined {
  // Each template knows the names of its values; from the database they come as any names.
  return (templates as readonly unknown[] as readonly AnyTemplate[]).find((t) => t.name === name)
}
