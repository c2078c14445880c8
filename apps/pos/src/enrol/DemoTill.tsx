import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

/** In a demo, and only there, this browser becomes a till at the press of a button. */
export function DemoTill({ busy, onCode }: { busy: boolean; onCode: (code: string) => void }) {
  const { t } = useTranslation()
  const demo = useQuery({ queryKey: ['demo'], queryFn: isDemo, retry: false })
  if (demo.data !== true) return null
  return (
    <div className="pos-gate-form">
      <p className="pos-note">{t('enrol.demo')}</p>
      <Button variant="default" loading={busy} onClick={async () => onCode(await demoCode())}>
        {t('enrol.useDemo')}
      </Button>
    </div>
  )
}

async function isDemo(): Promise<boolean> {
  return (await fetch('/api/demo/status', { credentials: 'omit' })).ok
}

async function demoCode(): Promise<string> {
  const answer = await fetch('/api/demo/enrolments', { method: 'POST', credentials: 'omit' })
  const { code } = (await answer.json()) as { code: string }
  return code
}
