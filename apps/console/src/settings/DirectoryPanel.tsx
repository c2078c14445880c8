import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import { useForm } from '@mantine/form'
import type { AnswerOf } from '@saldo/api-client'
import { Panel, Skeleton, SkeletonBar } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { DeedForm } from '../parts/form/DeedForm.tsx'
import { fieldFaults } from '../parts/form/field-errors.ts'
import { useDeed } from '../parts/form/use-deed.ts'
import { queries } from '../queries.ts'
import css from './settings.module.css'

type Directory = AnswerOf<'/api/console/tenant/identity-provider', 'get'>
type Values = {
  issuer: string
  clientId: string
  clientSecret: string
  names: string
  secondFactor: boolean
}

const directoryOfTenant = api.queryOptions('get', '/api/console/tenant/identity-provider')
const changed = async () => {
  await queries.invalidateQueries({ queryKey: directoryOfTenant.queryKey })
  await queries.invalidateQueries({ queryKey: ['audit'] })
}

/** The company's own directory, by which its people sign in. */
export function DirectoryPanel() {
  const { t } = useTranslation()
  const directory = useQuery(directoryOfTenant)
  /** Ending it empties the form; saving must not, or it could not say that it did. */
  const [endings, setEndings] = useState(0)
  return (
    <Panel title={t('settings.directory.title')}>
      <div className={css.body}>
        <p className={css.hint}>{t('settings.directory.hint')}</p>
        {directory.data ? (
          <>
            <p>
              {t('settings.directory.returnUrl')} <code>{directory.data.returnUrl}</code>
            </p>
            <DirectoryForm key={endings} known={directory.data.provider} />
            {directory.data.provider && <EndDirectory onEnded={() => setEndings(endings + 1)} />}
          </>
        ) : directory.isError ? (
          <Failure problem={directory.error} compact onRetry={() => void directory.refetch()} />
        ) : (
          <Skeleton>
            <SkeletonBar height={200} />
          </Skeleton>
        )}
      </div>
    </Panel>
  )
}

function DirectoryForm({ known }: { known: Directory['provider'] }) {
  const { t, i18n } = useTranslation()
  const form = useForm<Values>({
    initialValues: {
      issuer: known?.issuer ?? '',
      clientId: known?.clientId ?? '',
      clientSecret: '',
      names: known?.names.join(', ') ?? '',
      secondFactor: known?.secondFactor ?? false,
    },
  })
  /** Words for what only this form can be refused for. */
  const ownWords = (code: string) => {
    const words = `settings.directory.fault.${code.replace('identity_provider.', '')}`
    return i18n.exists(words) ? t(words) : undefined
  }
  const save = useDeed({
    send: ({ clientSecret, names, ...values }: Values) =>
      api.client.PUT('/api/console/tenant/identity-provider', {
        body: { ...values, names: namesIn(names), ...(clientSecret !== '' && { clientSecret }) },
      }),
    onDone: async (_, values) => {
      const kept = { ...values, clientSecret: '' }
      form.setValues(kept)
      form.resetDirty(kept)
      await changed()
    },
  })
  const mark = (problem: Problem) =>
    form.setErrors(
      Object.fromEntries(
        fieldFaults(problem).map(({ field, code }) => [field, ownWords(code) ?? '']),
      ),
    )
  const own = save.error ? ownWords(save.error.code) : undefined
  const field = (name: keyof Values) => ({
    label: t(`settings.directory.${name}`),
    ...form.getInputProps(name, { type: name === 'secondFactor' ? 'checkbox' : 'input' }),
    'data-path': name,
  })
  return (
    <DeedForm
      form={form}
      labels={Object.fromEntries(
        Object.keys(form.getValues()).map((name) => [name, t(`settings.directory.${name}`)]),
      )}
      problem={own ? null : save.error}
      pending={save.isPending}
      onSubmit={(values) =>
        save.mutate(values, { onError: (problem) => ownWords(problem.code) && mark(problem) })
      }
      submit={t('settings.directory.save')}
    >
      {own && (
        <p role="alert" className={css.fault}>
          {own}
        </p>
      )}
      <TextInput
        {...field('issuer')}
        description={t('settings.directory.issuerHelp')}
        inputMode="url"
        maxLength={255}
        required
      />
      <TextInput {...field('clientId')} maxLength={255} autoComplete="off" required />
      <PasswordInput
        {...field('clientSecret')}
        description={t(known ? 'settings.directory.secretKept' : 'settings.directory.secretHelp')}
        autoComplete="off"
        maxLength={1000}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
      />
      <TextInput
        {...field('names')}
        description={t('settings.directory.namesHelp')}
        autoCapitalize="none"
        required
      />
      <Checkbox {...field('secondFactor')} description={t('settings.directory.secondFactorHelp')} />
      <p role="status" className={css.hint}>
        {save.isSuccess && !form.isDirty() ? t('settings.directory.saved') : ''}
      </p>
    </DeedForm>
  )
}

/** Asks once more before people are left with their passwords. */
function EndDirectory({ onEnded }: { onEnded: () => void }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  const end = useDeed({
    send: () => api.client.DELETE('/api/console/tenant/identity-provider'),
    onDone: async () => {
      await changed()
      onEnded()
    },
  })
  return (
    <>
      {end.error && <Failure problem={end.error} compact />}
      {asked && <p role="status">{t('settings.directory.endAsk')}</p>}
      <div className={css.buttons}>
        <Button
          variant="default"
          loading={end.isPending}
          onClick={() => (asked ? end.mutate(undefined) : setAsked(true))}
        >
          {t('settings.directory.end')}
        </Button>
        {asked && (
          <Button variant="default" onClick={() => setAsked(false)}>
            {t('form.cancel')}
          </Button>
        )}
      </div>
    </>
  )
}

function namesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((name) => name !== '')
}
