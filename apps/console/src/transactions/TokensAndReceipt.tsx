import { Button } from '@mantine/core'
import { Panel, Token, Units } from '@saldo/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../shell/session.ts'
import type { SaleDetail, ShownToken } from './queries.ts'
import { ReceiptPreview } from './ReceiptPreview.tsx'
import { RevealDialog } from './RevealDialog.tsx'
import css from './transactions.module.css'

/**
 * The tokens of a sale and its receipt. Tokens are masked; who may sees them after giving a reason, for as long
 * as this page is open: they are kept nowhere else in the browser.
 */
export function TokensAndReceipt({ sale }: { sale: SaleDetail }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const [asking, ask] = useState(false)
  const [shown, show] = useState<readonly ShownToken[]>()
  return (
    <>
      {sale.tokens.length > 0 && (
        <Panel title={t('transactions.tokens', { count: sale.tokens.length })}>
          <div className={css.tokens} aria-live="polite">
            {shown
              ? shown.map((token) => <Shown key={token.ordinal} token={token} unit={sale.unit} />)
              : sale.tokens.map((token) => (
                  <Masked key={token.ordinal} token={token} unit={sale.unit} />
                ))}
            {!permissions.includes('token.reveal') ? (
              <p className={css.hint}>{t('transactions.reveal.noRight')}</p>
            ) : shown ? (
              <Button variant="default" onClick={() => show(undefined)}>
                {t('transactions.reveal.hide')}
              </Button>
            ) : (
              <Button variant="default" onClick={() => ask(true)}>
                {t('transactions.reveal.ask')}
              </Button>
            )}
          </div>
        </Panel>
      )}
      <ReceiptPreview sale={sale} shown={shown} />
      <RevealDialog
        saleId={sale.id}
        opened={asking}
        onClose={() => ask(false)}
        onShown={(tokens) => {
          show(tokens)
          ask(false)
        }}
      />
    </>
  )
}

function Masked({ token, unit }: { token: SaleDetail['tokens'][number]; unit: string }) {
  const { t } = useTranslation()
  const { kind, lastFour, units } = token
  return (
    <div>
      <p className={css.hint}>
        {t(`transactions.token.${kind}`)}
        {units !== undefined && (
          <>
            {' · '}
            <Units units={units} unit={unit} />
          </>
        )}
      </p>
      <p className="saldo-code">
        <span aria-hidden>•••• •••• •••• •••• {lastFour}</span>
        <span className="saldo-hidden">{t('transactions.masked', { lastFour })}</span>
      </p>
    </div>
  )
}

function Shown({ token, unit }: { token: ShownToken; unit: string }) {
  const { t } = useTranslation()
  const { kind, digits, units } = token
  return (
    <div>
      <p className={css.hint}>
        {t(`transactions.token.${kind}`)}
        {units !== undefined && (
          <>
            {' · '}
            <Units units={units} unit={unit} />
          </>
        )}
      </p>
      <Token digits={digits} />
    </div>
  )
}
