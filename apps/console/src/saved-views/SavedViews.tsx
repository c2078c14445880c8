import { Button, Menu } from '@mantine/core'
import { IconBookmark, IconChevronDown, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { viewAddress, viewSearch } from './address.ts'
import { type SavedView, savedViews, type ViewScreen } from './queries.ts'
import { RemoveView } from './RemoveView.tsx'
import { SaveView } from './SaveView.tsx'
import css from './saved-views.module.css'

type SavedViewsProps = {
  screen: ViewScreen
  /** The address of the list as it is now. */
  search: object
  /** Opens a list as it was saved: fields that the screen's `validateSearch` reads. */
  onOpen: (search: Record<string, unknown>) => void
}

/** The lists that one saved, and those that others share, for the bar of a `DataGrid`. */
export function SavedViews({ screen, search, onOpen }: SavedViewsProps) {
  const { t } = useTranslation()
  const views = useQuery(savedViews(screen))
  const [saving, setSaving] = useState(false)
  const [removing, setRemoving] = useState<SavedView | null>(null)
  const present = viewAddress(search)
  const all = views.data?.data ?? []
  const chosen = all.find(({ address }) => address === present)
  const mine = all.filter((view) => view.mine)
  const shared = all.filter((view) => !view.mine)
  const item = (view: SavedView) => (
    <Menu.RadioItem key={view.id} value={view.id} closeMenuOnClick>
      <bdi>{view.name}</bdi>
      {!view.mine && <span className={css.by}> {t('savedViews.by', { name: view.by })}</span>}
    </Menu.RadioItem>
  )
  return (
    <>
      <Menu position="bottom-end" shadow="none" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            variant="default"
            className={css.button ?? ''}
            leftSection={<IconBookmark size={18} stroke={1.75} aria-hidden />}
            rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
          >
            {chosen ? chosen.name : t('savedViews.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className="saldo-grid-dropdown">
          {views.error && <Failure problem={views.error} compact />}
          <Menu.RadioGroup
            value={chosen?.id ?? ''}
            onChange={(id) => {
              const view = all.find((one) => one.id === id)
              if (view) onOpen(viewSearch(view.address))
            }}
          >
            {mine.length > 0 && <Menu.Label>{t('savedViews.mine')}</Menu.Label>}
            {mine.map(item)}
            {shared.length > 0 && <Menu.Label>{t('savedViews.shared')}</Menu.Label>}
            {shared.map(item)}
          </Menu.RadioGroup>
          {all.length === 0 && !views.error && <Menu.Label>{t('savedViews.none')}</Menu.Label>}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
            onClick={() => setSaving(true)}
          >
            {t('savedViews.save')}
          </Menu.Item>
          {chosen?.mine && (
            <Menu.Item onClick={() => setRemoving(chosen)}>
              {t('savedViews.remove', { name: chosen.name })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {saving && <SaveView screen={screen} address={present} onClose={() => setSaving(false)} />}
      {removing && <RemoveView screen={screen} view={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}
