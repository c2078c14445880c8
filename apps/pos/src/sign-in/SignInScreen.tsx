import { Button } from '@mantine/core'
import { EmptyState, ErrorState, ProblemError } from '@saldo/ui'
import { IconUsers } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api.ts'
import type { SessionView, TerminalView } from '../contract.ts'
import { forgetIdentity, identity } from '../device/identity.ts'
import { openItems, useOutbox } from '../outbox/keeper.ts'
import { terminalQuery } from '../queries.ts'
import { beginSession } from '../session.ts'
import { GateFrame } from '../shell/GateFrame.tsx'
import { focusPin, PinPad } from './PinPad.tsx'

/** Who is at the till: a name and a PIN, by touch or by keyboard. */
export function SignInScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const asked = useQuery(terminalQuery)
  const terminal = asked.data ?? identity()?.terminal ?? null
  const operators = terminal?.operators ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const [pin, setPin] = useState('')
  const operatorId = chosen ?? operators[0]?.id ?? null
  const signingIn = useMutation({
    mutationFn: (body: { operatorId: string; pin: string }) =>
      ask<SessionView>({ method: 'POST', path: '/sessions', body }),
    onSuccess: (session) => {
      beginSession(session)
      return navigate({ to: '/' })
    },
    onSettled: () => setPin(''),
  })
  const choose = (id: string) => {
    setChosen(id)
    focusPin()
  }
  const submit = () => {
    if (operatorId !== null && pin !== '' && !signingIn.isPending) {
      signingIn.mutate({ operatorId, pin })
    }
  }
  return (
    <GateFrame title={t('signIn.title')}>
      {terminal && (
        <p className="pos-note">
          {terminal.vendor.name}, <bdi className="saldo-code">{terminal.terminal.number}</bdi>
        </p>
      )}
      <StillOpen />
      {asked.isError && <TerminalTrouble error={asked.error} />}
      {terminal && operators.length === 0 ? (
        <EmptyState icon={IconUsers} title={t('signIn.noOperators')}>
          <p>{t('signIn.noOperatorsNext')}</p>
        </EmptyState>
      ) : (
        <>
          <Operators operators={operators} chosen={operatorId} onChoose={choose} />
          {signingIn.isError && <ErrorState error={signingIn.error} compact />}
          <PinPad pin={pin} onPin={setPin} onEnter={submit} />
          <Button className="pos-main-action" loading={signingIn.isPending} onClick={submit}>
            {t('signIn.signIn')}
          </Button>
        </>
      )}
    </GateFrame>
  )
}

interface OperatorsProps {
  operators: TerminalView['operators']
  chosen: string | null
  onChoose: (id: string) => void
}

function Operators({ operators, chosen, onChoose }: OperatorsProps) {
  const { t } = useTranslation()
  return (
    <fieldset className="pos-operators">
      <legend className="pos-step">{t('signIn.who')}</legend>
      {operators.map(({ id, name }) => (
        <button
          type="button"
          key={id}
          className="pos-button"
          aria-pressed={id === chosen}
          onClick={() => onChoose(id)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}

function StillOpen() {
  const { t } = useTranslation()
  useOutbox()
  const count = openItems().length
  return count === 0 ? null : <p className="pos-warning">{t('signIn.open', { count })}</p>
}

/** Offline is a note; a device the server does not know must be enrolled again. */
function TerminalTrouble({ error }: { error: Error }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  if (!(error instanceof ProblemError)) {
    return <p className="pos-warning">{t('signIn.offline')}</p>
  }
  const enrolAgain = async () => {
    await forgetIdentity()
    await navigate({ to: '/enrol' })
  }
  const lost = error.problem.code === 'terminal.unknown' && openItems().length === 0
  return (
    <>
      <ErrorState error={error} compact />
      {lost && (
        <Button variant="default" onClick={() => void enrolAgain()}>
          {t('signIn.enrolAgain')}
        </Button>
      )}
    </>
  )
}
