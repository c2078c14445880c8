import { Panel, Status, Token } from '@saldo/ui'
import { IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SaleToken, SaleView } from '../contract.ts'
import { useFormat } from '../format.ts'
import { type PrintState, usePrintState } from '../printing/print.ts'

/** The tokens in the order in which they are entered: key changes first, then the credit. */
export function Tokens({ sale }: { sale: SaleView }) {
  const { t } = useTranslation()
  const keyChanges = sale.tokens.filter(({ kind }) => kind === 'key_change')
  const others = sale.tokens.filter(({ kind }) => kind !== 'key_change')
  return (
    <>
      {keyChanges.length > 0 && (
        <section className="saldo-panel pos-key-change">
          <h2>{t('result.keyChange', { count: keyChanges.length })}</h2>
          <p>{t('result.olderTokens')}</p>
          <ol>
            {keyChanges.map((token) => (
              <li key={token.digits}>
                <span className="pos-note">
                  {t('result.place', { ordinal: token.ordinal, of: token.of })}
                </span>
                <Token digits={token.digits} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {others.map((token) => (
        <TokenPanel key={token.digits} token={token} sale={sale} />
      ))}
    </>
  )
}

function TokenPanel({ token, sale }: { token: SaleToken; sale: SaleView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const kind = token.kind === 'free_units' ? t('result.freeToken') : t('result.creditToken')
  return (
    <Panel className="pos-token">
      <div className="pos-token-head">
        <h2>
          {kind}, {format.units(token.units ?? sale.units, sale.unit)}
        </h2>
        <Printing saleKey={sale.key} />
      </div>
      <Token digits={token.digits} size="large" />
    </Panel>
  )
}

const looks: Record<PrintState, { tone: 'off' | 'ok' | 'bad'; word: string }> = {
  printing: { tone: 'off', word: 'result.printing' },
  sent: { tone: 'ok', word: 'result.sentToPrinter' },
  failed: { tone: 'bad', word: 'result.notPrinted' },
}

function Printing({ saleKey }: { saleKey: string }) {
  const { t } = useTranslation()
  const state = usePrintState(saleKey)
  if (state === undefined) return null
  return (
    <span role="status">
      <Status tone={looks[state].tone} icon={IconPrinter}>
        {t(looks[state].word)}
      </Status>
    </span>
  )
}
