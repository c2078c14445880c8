import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'

/** The words of the trail: what a deed, a kind of thing, a field and its value are called. */
export interface AuditWords {
  readonly deed: (action: string) => string
  readonly thing: (kind: string) => string
  readonly field: (name: string) => string
  readonly value: (text: string) => string
}

/**
 * A newer server may write down deeds that this page has no words for: then it shows the name that the
 * server uses, which can still be searched for. Instants are told by the clock of `timeZone`.
 */
export function useAuditWords(timeZone: string): AuditWords {
  const { t, i18n } = useTranslation()
  const word = (key: string, name: string) =>
    t(`${key}.${name.replaceAll('.', '_')}`, { defaultValue: name })
  return {
    deed: (action) => word('audit.deeds', action),
    thing: (kind) => word('audit.things', kind),
    field: (name) =>
      name
        .split('.')
        .map((part) => word('audit.fields', part))
        .join(' › '),
    value: (text) => {
      if (INSTANT.test(text)) return instantText(text, timeZone, i18n.language)
      if (RIGHT.test(text)) return word('permission.rights', text)
      return STATE.test(text) ? word('audit.values', text) : text
    },
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/
const RIGHT = /^[a-z_]+\.[a-z_]+$/
const STATE = /^[a-z_]+$/
