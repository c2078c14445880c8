import { useTranslation } from 'react-i18next'
import type { DemoMeter, MeterState } from '../api.ts'
import { groupMeterNumber } from '../parts/meter-number.ts'
import css from './history.module.css'

type FactsProps = { meter: MeterState; listed: DemoMeter | undefined }

/** The figures that decide which tokens this meter takes. They are on every receipt, and none is secret. */
export function Facts({ meter, listed }: FactsProps) {
  const { t } = useTranslation()
  const facts = [
    [t('facts.number'), groupMeterNumber(meter.serialNumber)],
    [t('facts.algorithm'), t(meter.algorithm === '11' ? 'facts.ea11' : 'facts.ea07')],
    [t('facts.supplyGroup'), meter.supplyGroupCode],
    [t('facts.keyRevision'), meter.keyRevision],
    [t('facts.tariffIndex'), meter.tariffIndex],
  ]
  return (
    <section className="panel" aria-labelledby="facts-title">
      <h2 id="facts-title">{t('facts.title')}</h2>
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi dir="ltr" className={css.code}>
                {value}
              </bdi>
            </dd>
          </div>
        ))}
        {listed?.customerName && (
          <div>
            <dt>{t('facts.customer')}</dt>
            <dd>{listed.customerName}</dd>
          </div>
        )}
        {listed?.note && (
          <div>
            <dt>{t('facts.note')}</dt>
            <dd>{listed.note}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}
