import { Checkbox, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../shell/session.ts'
import type { Rights } from './queries.ts'
import { limitField } from './role-form.ts'
import css from './roles.module.css'

interface RightsMatrixProps {
  rights: Rights
  chosen: readonly string[]
  /** Absent: only to look at. */
  onChoose?: (permissions: string[]) => void
  limits: Readonly<Record<string, string>>
  onLimit?: (field: string, amount: string) => void
  limitErrors?: Readonly<Record<string, string>>
}

/** The rights by what they are about, each with what it lets somebody do, and its limits by currency. */
export function RightsMatrix(props: RightsMatrixProps) {
  return (
    <div className={css.matrix}>
      {props.rights.map((group) => (
        <Group key={group.noun} group={group} {...props} />
      ))}
    </div>
  )
}

type GroupProps = RightsMatrixProps & { group: Rights[number] }

function Group({ group, chosen, onChoose, ...limits }: GroupProps) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const label = useId()
  const toggle = (name: string) =>
    onChoose?.(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name])
  return (
    <fieldset aria-labelledby={label} className={css.group}>
      <h3 id={label}>{t(`roles.noun.${group.noun}`, { defaultValue: group.noun })}</h3>
      {group.permissions.map(({ name, sentence, limitable }) => (
        <div key={name}>
          <Checkbox
            label={t(`permission.rights.${name.replace('.', '_')}`, { defaultValue: sentence })}
            checked={chosen.includes(name)}
            // Nobody gives or takes a right that they have not.
            disabled={!onChoose || !permissions.includes(name)}
            onChange={() => toggle(name)}
          />
          {limitable && chosen.includes(name) && <Limits name={name} {...limits} />}
        </div>
      ))}
    </fieldset>
  )
}

type LimitsProps = Pick<RightsMatrixProps, 'limits' | 'onLimit' | 'limitErrors'> & { name: string }

function Limits({ name, limits, onLimit, limitErrors }: LimitsProps) {
  const { t } = useTranslation()
  return (
    <div className={css.limits}>
      {useCurrencies().map((currency) => {
        const field = limitField(name, currency)
        return (
          <TextInput
            key={currency}
            label={t('roles.limit', { currency })}
            placeholder={t('roles.noLimit')}
            inputMode="decimal"
            data-path={`limits.${field}`}
            readOnly={!onLimit}
            value={limits[field] ?? ''}
            error={limitErrors?.[field]}
            onChange={(event) => onLimit?.(field, event.currentTarget.value)}
          />
        )
      })}
    </div>
  )
}

/** The currencies of the utilities that one sees, each once. */
export function useCurrencies(): string[] {
  const { utilities } = useSession()
  return [...new Set(utilities.map(({ currency }) => currency.code))]
}
