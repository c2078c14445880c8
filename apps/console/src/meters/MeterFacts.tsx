import { CommodityTag, Panel } from '@saldo/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './meters.module.css'
import type { MeterDetail } from './queries.ts'

/** What it measures, whose it is, and what its token chip holds now. */
export function MeterFacts({ meter }: { meter: MeterDetail }) {
  const { t } = useTranslation()
  const { chip } = meter
  return (
    <Panel title={t('meters.facts.title')}>
      <dl className={css.facts}>
        <Fact name="commodity">
          <CommodityTag commodity={meter.commodity} />
        </Fact>
        <Fact name="model">{meter.model || t('meters.facts.unknown')}</Fact>
        <Fact name="utility">{meter.utility.name}</Fact>
        {chip ? (
          <>
            <Fact name="group">
              <bdi className="saldo-code">{chip.supplyGroup.code}</bdi>{' '}
              <bdi>{chip.supplyGroup.name}</bdi>
            </Fact>
            <Fact name="revision">{chip.keyRevision}</Fact>
            <Fact name="type">{t(`meters.keyType.${chip.keyType}`)}</Fact>
            <Fact name="index">{String(chip.tariffIndex).padStart(2, '0')}</Fact>
            <Fact name="expiry">{chip.keyExpiry}</Fact>
            <Fact name="technology">
              <bdi dir="ltr">
                EA{String(chip.encryptionAlgorithm).padStart(2, '0')} · DKGA
                {String(chip.keyAlgorithm).padStart(2, '0')}
              </bdi>
            </Fact>
            <Fact name="baseDate">{chip.baseDate}</Fact>
          </>
        ) : (
          <Fact name="chip">{t('meters.facts.noChip')}</Fact>
        )}
      </dl>
    </Panel>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div>
      <dt>{t(`meters.facts.${name}`)}</dt>
      <dd>{children}</dd>
    </div>
  )
}
