import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { AnswerOf } from '@saldo/api-client'
import { Panel, Skeleton, SkeletonBar } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { DeedForm } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { History } from '../parts/History.tsx'
import { NoPermission } from '../parts/NoPermission.tsx'
import { queries } from '../queries.ts'
import { useSession } from '../shell/session.ts'
import { DirectoryPanel } from './DirectoryPanel.tsx'
import { GrantsPanel } from './GrantsPanel.tsx'
import css from './settings.module.css'

type Settings = AnswerOf<'/api/console/tenant/settings', 'get'>
type Values = { secondFactor: Settings['secondFactor']; idleMinutes: string; approvalHours: string }

const settingsOfTenant = api.queryOptions('get', '/api/console/tenant/settings')
const rules: readonly Settings['secondFactor'][] = ['optional', 'administrators', 'everybody']

/** What the company decides about its console: sign-in, sessions, approvals. */
export function SettingsScreen() {
  const { t } = useTranslation()
  const { tenant, permissions } = useSession()
  const settings = useQuery(settingsOfTenant)
  useEffect(() => {
    document.title = t('app.titleOf', { screen: t('menu.settings') })
  }, [t])
  return (
    <>
      <h1 className={css.title}>{t('menu.settings')}</h1>
      {settings.data ? (
        <div className={css.screen}>
          <Panel title={t('settings.security')}>
            <SecurityForm settings={settings.data} />
          </Panel>
          <DirectoryPanel />
          {permissions.includes('grant.decide') && <GrantsPanel />}
          <Panel title={t('settings.history')}>
            <History kind="tenant" id={tenant.id} />
          </Panel>
        </div>
      ) : settings.error?.code === 'access.not_allowed' ? (
        <NoPermission screen="settings" permission="tenant.configure" />
      ) : settings.isError ? (
        <Failure problem={settings.error} onRetry={() => void settings.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={300} />
        </Skeleton>
      )}
    </>
  )
}

function SecurityForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const form = useForm<Values>({
    initialValues: {
      secondFactor: settings.secondFactor,
      idleMinutes: String(settings.idleMinutes),
      approvalHours: String(settings.approvalHours),
    },
  })
  const change = useDeed({
    send: ({ secondFactor, idleMinutes, approvalHours }: Values) =>
      api.client.PATCH('/api/console/tenant/settings', {
        body: {
          secondFactor,
          idleMinutes: whole(idleMinutes),
          approvalHours: whole(approvalHours),
        },
      }),
    onDone: async (_, values) => {
      form.resetDirty(values)
      await queries.invalidateQueries({ queryKey: settingsOfTenant.queryKey })
      await queries.invalidateQueries({ queryKey: ['audit'] })
    },
  })
  const field = (name: keyof Values) => ({
    label: t(`settings.field.${name}`),
    description: t(`settings.help.${name}`),
    ...form.getInputProps(name),
    'data-path': name,
  })
  return (
    <div className={css.body}>
      <DeedForm
        form={form}
        labels={{
          secondFactor: t('settings.field.secondFactor'),
          idleMinutes: t('settings.field.idleMinutes'),
          approvalHours: t('settings.field.approvalHours'),
        }}
        problem={change.error}
        pending={change.isPending}
        onSubmit={(values) => change.mutate(values)}
        submit={t('settings.save')}
      >
        <NativeSelect
          {...field('secondFactor')}
          data={rules.map((rule) => ({ value: rule, label: t(`settings.secondFactor.${rule}`) }))}
        />
        <TextInput {...field('idleMinutes')} inputMode="numeric" maxLength={2} />
        <TextInput {...field('approvalHours')} inputMode="numeric" maxLength={3} />
        <p role="status" className={css.hint}>
          {change.isSuccess && !form.isDirty() ? t('settings.saved') : ''}
        </p>
      </DeedForm>
    </div>
  )
}

/** The whole number a text says; 0, which the server refuses and names, when it says none. */
function whole(text: string): number {
  return /^\d{1,4}$/.test(text.trim()) ? Number.parseInt(text, 10) : 0
}
