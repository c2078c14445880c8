import { useTranslation } from 'react-i18next'
import type { RoleHeld } from './queries.ts'

/** A role with how far it reaches, as people say it: "Finance (Harbour City Power)". */
export function useReachText() {
  const { t } = useTranslation()
  return ({ name, reach, reachName }: Pick<RoleHeld, 'name' | 'reach' | 'reachName'>) =>
    reach === 'tenant' ? name : `${name} (${reachName ?? t(`people.reach.${reach}`)})`
}
