import { Button, TextInput } from '@mantine/core'
import { ErrorState } from '@saldo/ui'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api.ts'
import type { TerminalView } from '../contract.ts'
import { deviceKeys, rememberTerminal } from '../device/identity.ts'
import { GateFrame } from '../shell/GateFrame.tsx'
import { groupCode, isWholeCode } from './code.ts'
import { DemoTill } from './DemoTill.tsx'

/** Binds this device to a vendor, once. A link may carry the code after "#", which no server sees. */
export function EnrolScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [code, setCode] = useState(() => groupCode(decodeURIComponent(location.hash.slice(1))))
  const [left, setLeft] = useState(false)
  const enrolment = useMutation({
    mutationFn: enrol,
    onSuccess: () => navigate({ to: '/sign-in' }),
  })
  const incomplete = left && code !== '' && !isWholeCode(code)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setLeft(true)
    if (isWholeCode(code)) enrolment.mutate(code)
  }
  return (
    <GateFrame title={t('enrol.title')}>
      <p className="pos-note">{t('enrol.intro')}</p>
      {!window.isSecureContext && (
        <p className="pos-warning pos-warning-bad">{t('enrol.insecure')}</p>
      )}
      <form onSubmit={submit} className="pos-gate-form">
        <TextInput
          label={t('enrol.code')}
          value={code}
          onChange={(event) => setCode(groupCode(event.currentTarget.value))}
          onBlur={() => setLeft(true)}
          error={incomplete ? t('enrol.incomplete') : null}
          placeholder="ABCD-EFGH-JKLM"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          classNames={{ input: 'pos-code-input' }}
          data-autofocus
        />
        {enrolment.isError && <ErrorState error={enrolment.error} compact />}
        <Button type="submit" loading={enrolment.isPending} className="pos-main-action">
          {t('enrol.enrol')}
        </Button>
      </form>
      <DemoTill busy={enrolment.isPending} onCode={enrolment.mutate} />
    </GateFrame>
  )
}

async function enrol(code: string): Promise<void> {
  const { publicKey } = await deviceKeys()
  const body = { code, publicKey }
  const call = { method: 'POST', path: '/enrolments', unsigned: true } as const
  await rememberTerminal(await ask<TerminalView>({ ...call, body }))
}
