import { Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dismiss } from '../outbox/keeper.ts'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'
import { KeysDialog } from './KeysDialog.tsx'
import { NoticeLine } from './NoticeLine.tsx'
import { currentNotice, tell } from './notice.ts'
import { useCommands } from './use-commands.ts'

/** The frame of every screen behind the PIN: where to go, what is waiting, which keys there are. */
export function Shell() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  useSeenSales()
  const [keysShown, setKeysShown] = useState(false)
  useCommands({
    keys: () => setKeysShown(true),
    more: () => void navigate({ to: '/more' }),
  })
  return (
    <div className="pos-shell">
      <a className="pos-skip" href="#screen">
        {t('shell.skip')}
      </a>
      <Header />
      <div className="pos-body" id="screen">
        <NoticeLine />
        <Outlet />
      </div>
      <Footer onKeys={() => setKeysShown(true)} />
      <KeysDialog opened={keysShown} onClose={() => setKeysShown(false)} />
    </div>
  )
}

/** Whoever leaves the screen of a decided sale has seen how it ended. */
function useSeenSales(): void {
  const { key } = useParams({ strict: false })
  const shown = useRef(key)
  useEffect(() => {
    const left = shown.current
    if (left !== undefined && left !== key) {
      void dismiss(left)
      if (currentNotice()?.saleKey === left) tell(null)
    }
    shown.current = key
  }, [key])
}
