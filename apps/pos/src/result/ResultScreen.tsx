import './result.css'
import { Button } from '@mantine/core'
import { EmptyState } from '@saldo/ui'
import { IconFileOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { keptSale } from '../device/database.ts'
import { useOutbox } from '../outbox/keeper.ts'
import { isOpen } from '../outbox/outbox.ts'
import { useReprint } from '../printing/use-reprint.ts'
import { useCommands } from '../shell/use-commands.ts'
import { Checking } from './Checking.tsx'
import { Refused } from './Refused.tsx'
import { Sold } from './Sold.tsx'

/** How one sale ended, or that it is not known yet. It changes by itself when the answer comes. */
export function ResultScreen() {
  const { t } = useTranslation()
  const { key } = useParams({ from: '/shell/sales/$key' })
  const navigate = useNavigate()
  const item = useOutbox().find((item) => item.key === key)
  const kept = useQuery({
    queryKey: ['kept-sales', key],
    queryFn: () => keptSale(key),
    staleTime: 0,
  })
  const reprint = useReprint()
  const sale = kept.data ?? item?.sale ?? null
  const open = item !== undefined && isOpen(item)

  const newSale = () => void navigate({ to: '/' })
  useCommands({
    clear: newSale,
    ...(sale && !open ? { reprint: () => void reprint.start(key) } : {}),
  })
  useEnter(newSale, !open)

  if (open) return <Checking item={item} onOther={newSale} />
  if (item?.state === 'refused') return <Refused item={item} onNewSale={newSale} />
  if (sale) {
    const fresh = item !== undefined
    return <Sold sale={sale} fresh={fresh} reprint={reprint} onNewSale={newSale} />
  }
  if (kept.isPending) return <main />
  return (
    <main>
      <EmptyState icon={IconFileOff} title={t('result.missing')}>
        <Button mt="md" onClick={newSale}>
          {t('result.newSale')}
        </Button>
      </EmptyState>
    </main>
  )
}

/** Enter goes on to the next customer, unless it is pressed on a control of its own. */
function useEnter(onEnter: () => void, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return
    const listen = (event: KeyboardEvent) => {
      const onControl = event.target instanceof Element && event.target.closest('button, a, dialog')
      if (event.key === 'Enter' && !event.repeat && !onControl) onEnter()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })
}
