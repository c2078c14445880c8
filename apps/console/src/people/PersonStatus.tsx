import { Status, type Tone } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import type { PersonRow } from './queries.ts'

export function PersonStatus({ status }: Pick<PersonRow, 'status'>) {
  const { t } = useTranslation()
  return <Status tone={tones[status]}>{t(`people.status.${status}`)}</Status>
}

const tones: Readonly<Record<PersonRow['status'], Tone>> = {
  active: 'ok',
  invited: 'info',
  disabled: 'off',
}
