import { TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import type { Problem } from '@saldo/api-client'
import { useTranslation } from 'react-i18next'
import { DeedForm, ReasonField } from '../parts/form/DeedForm.tsx'
import type { Rights } from './queries.ts'
import { RightsMatrix, useCurrencies } from './RightsMatrix.tsx'
import { bodyOf, type RoleValues } from './role-form.ts'
import css from './roles.module.css'

interface RoleFormProps {
  rights: Rights
  initial: RoleValues
  problem: Problem | null
  pending: boolean
  submit: string
  /** A change of a role says why; making one does not. */
  reason?: boolean
  onSubmit: (
    body: ReturnType<typeof bodyOf> & { reason: string },
    form: UseFormReturnType<RoleValues>,
  ) => void
}

/** The name of a role, its rights and their limits. */
export function RoleForm(props: RoleFormProps) {
  const { t } = useTranslation()
  const currencies = useCurrencies()
  const form = useForm<RoleValues>({
    initialValues: props.initial,
    validate: { name: (name) => (name.trim() === '' ? t('form.fault.text.too_short') : null) },
  })
  const limitable = props.rights
    .flatMap(({ permissions }) => permissions)
    .filter((one) => one.limitable)
    .map(({ name }) => name)
  // The server counts the limits it was sent; what is wrong with one belongs to its right and currency.
  const sent = bodyOf(form.values, limitable, currencies).limits
  const limitErrors = Object.fromEntries(
    sent.flatMap(({ permission, currency }, n) => {
      const error = form.errors[`limits.${n}.amount`] ?? form.errors[`limits.${n}.currency`]
      const field = `${permission.replace('.', '_')} ${currency}`
      return error ? [[field, String(error)]] : []
    }),
  )
  return (
    <div className={css.form}>
      <DeedForm
        form={form}
        labels={{
          name: t('roles.column.name'),
          limits: t('roles.limits'),
          reason: t('form.reason'),
        }}
        problem={props.problem}
        pending={props.pending}
        submit={props.submit}
        onSubmit={(values) =>
          props.onSubmit(
            { ...bodyOf(values, limitable, currencies), reason: values.reason.trim() },
            form,
          )
        }
      >
        <TextInput
          label={t('roles.column.name')}
          maxLength={80}
          required
          {...form.getInputProps('name')}
        />
        <RightsMatrix
          rights={props.rights}
          chosen={form.values.permissions}
          onChoose={(permissions) => form.setFieldValue('permissions', permissions)}
          limits={form.values.limits}
          onLimit={(field, amount) =>
            form.setFieldValue('limits', { ...form.values.limits, [field]: amount })
          }
          limitErrors={limitErrors}
        />
        {props.reason && (
          <ReasonField
            description={t('roles.reasonHelp')}
            required={false}
            {...form.getInputProps('reason')}
          />
        )}
      </DeedForm>
    </div>
  )
}
