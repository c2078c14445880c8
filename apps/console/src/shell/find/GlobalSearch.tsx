import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { Kbd } from '@saldo/ui'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../parts/Failure.tsx'
import css from './find.module.css'
import { HitRow } from './HitRow.tsx'
import { type Hit, hitKinds, hitsOf } from './hits.ts'
import { FEWEST, type Found, foundBy } from './queries.ts'

const PAUSE_MS = 150

/** Finds any meter, sale, customer or vendor by what is typed. Reached by "/" or Ctrl+K from everywhere. */
export function GlobalSearch() {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), PAUSE_MS)
  const input = useRef<HTMLInputElement>(null)
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption() })
  const found = useQuery(foundBy(asked))
  const hits = asked.length >= FEWEST && found.data ? hitsOf(found.data) : []
  const open = useOpen()
  const clear = () => {
    setText('')
    list.closeDropdown()
  }
  useHotkeys([
    ['/', () => input.current?.focus()],
    ['mod+K', () => input.current?.focus()],
  ])
  return (
    <Combobox
      store={list}
      withinPortal
      position="bottom-start"
      shadow="none"
      onOptionSubmit={(value) => {
        const hit = hits.find((one) => one.value === value)
        clear()
        input.current?.blur()
        if (hit) open(hit)
      }}
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          ref={input}
          type="search"
          role="combobox"
          className={css.search ?? ''}
          aria-label={t('search.label')}
          placeholder={t('search.label')}
          leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
          rightSection={text === '' && <Kbd>/</Kbd>}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            list.openDropdown()
            list.resetSelectedOption()
          }}
          onFocus={() => list.openDropdown()}
          onBlur={() => list.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === 'Escape') clear()
            // Enter without a choice opens what was found first.
            if (event.key === 'Enter' && list.getSelectedOptionIndex() < 0) list.selectFirstOption()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={asked.length < FEWEST} className={css.dropdown ?? ''}>
        <div role="status" aria-live="polite">
          {found.error ? (
            <Failure problem={found.error} compact />
          ) : (
            <Note found={found.data} hits={hits} waiting={found.isFetching} />
          )}
        </div>
        <Combobox.Options aria-label={t('search.results')}>
          {hitKinds
            .map((kind) => ({ kind, of: hits.filter((hit) => hit.kind === kind) }))
            .filter(({ of }) => of.length > 0)
            .map(({ kind, of }) => (
              <Combobox.Group key={kind} label={t(`search.kind.${kind}`)}>
                {of.map((hit) => (
                  <Combobox.Option key={hit.value} value={hit.value}>
                    <HitRow hit={hit} />
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

type NoteProps = { found: Found | undefined; hits: readonly Hit[]; waiting: boolean }

/** What the results do not say by themselves: a wrong digit, or that there are none. */
function Note({ found, hits, waiting }: NoteProps) {
  const { t } = useTranslation()
  if (!found) return <p className={css.note}>{waiting && t('search.waiting')}</p>
  if (found.meterNumber === 'check_digit' && found.meters.length === 0)
    return (
      <p className={css.wrong}>
        {t('problem.meter.check_digit.title', { ns: 'ui' })}{' '}
        {t('problem.meter.check_digit.next', { ns: 'ui' })}
      </p>
    )
  if (hits.length > 0)
    return <span className="saldo-hidden">{t('search.count', { count: hits.length })}</span>
  return <p className={css.note}>{t(found.token ? 'search.noToken' : 'search.none')}</p>
}

/** Opens the page of what was found; the sales of a vendor, whose own page they are for now. */
function useOpen() {
  const navigate = useNavigate()
  return (hit: Hit) => {
    if (hit.kind === 'meter') {
      const { serialNumber } = hit.meter
      return void navigate({
        to: '/meters/$serialNumber',
        params: { serialNumber },
        search: ({ utility }) => ({ utility }),
      })
    }
    if (hit.kind === 'customer')
      return void navigate({
        to: '/customers/$customerId',
        params: { customerId: hit.customer.id },
        search: ({ utility }) => ({ utility }),
      })
    if (hit.kind === 'sale')
      return void navigate({
        to: '/transactions/$saleId',
        params: { saleId: hit.sale.id },
        search: ({ utility }) => ({ utility }),
      })
    return void navigate({
      to: '/transactions',
      search: ({ utility }) => ({ utility, vendor: hit.vendor.id, span: 'month' as const }),
    })
  }
}
