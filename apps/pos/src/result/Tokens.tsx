import { Button } from '@mantine/core'
import { Panel, Token } from '@saldo/ui'
import { IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SaleToken, SaleView } from '../contract.ts'
import { useFormat } from '../format.ts'

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
  const [copied, setCopied] = useState(false)
  const kind = token.kind === 'free_units' ? t('result.freeToken') : t('result.creditToken')
  const copy = async () => {
    await navigator.clipboard.writeText(token.digits)
    setCopied(true)
  }
  return (
    <Panel className="pos-token">
      <div className="pos-token-head">
        <h2>
          {kind}, {format.units(token.units ?? sale.units, sale.unit)}
        </h2>
        <Button
          variant="default"
          leftSection={<IconCopy size={18} stroke={1.75} aria-hidden />}
          aria-label={t('ui:token.copy')}
          onClick={() => void copy()}
        >
          {copied ? t('result.copied') : t('result.copyToken')}
        </Button>
      </div>
      <Token digits={token.digits} size="large" />
    </Panel>
  )
}
