import { Button, SegmentedControl } from '@mantine/core'
import { languages, offeredLanguages, Panel, type ThemeChoice, useThemeChoice } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import { identity } from '../device/identity.ts'
import { openItems, useOutbox } from '../outbox/keeper.ts'
import { choosePaper, usePaper } from '../printing/paper.ts'
import { useSession } from '../session.ts'
import { leave } from '../sign-in/leave.ts'

/** What is set once in a while, and who and what this till is. */
export function MoreScreen() {
  const { t } = useTranslation()
  return (
    <main className="pos-page">
      <h1>{t('more.title')}</h1>
      <Appearance />
      <Printer />
      <Operator />
      <About />
    </main>
  )
}

function Appearance() {
  const { t, i18n } = useTranslation()
  const [theme, setTheme] = useThemeChoice()
  const offered = offeredLanguages(i18n)
  return (
    <Panel title={t('more.appearance')}>
      <div className="pos-settings">
        <p id="theme-label">{t('ui:theme.label')}</p>
        <SegmentedControl
          aria-labelledby="theme-label"
          value={theme}
          onChange={(value) => setTheme(value as ThemeChoice)}
          data={(['light', 'dark', 'device'] as const).map((value) => ({
            value,
            label: t(`ui:theme.${value}`),
          }))}
        />
        <p id="language-label">{t('ui:language.label')}</p>
        {offered.length > 1 ? (
          <SegmentedControl
            aria-labelledby="language-label"
            value={i18n.language}
            onChange={(value) => void i18n.changeLanguage(value)}
            data={offered.map((value) => ({ value, label: languages[value].name }))}
          />
        ) : (
          <p>{languages.en.name}</p>
        )}
      </div>
    </Panel>
  )
}

function Printer() {
  const { t } = useTranslation()
  const paper = usePaper()
  return (
    <Panel title={t('more.paper')}>
      <div className="pos-settings">
        <p id="paper-label">{t('more.paperLabel')}</p>
        <SegmentedControl
          aria-labelledby="paper-label"
          value={String(paper)}
          onChange={(value) => choosePaper(value === '80' ? 80 : 58)}
          data={['58', '80'].map((width) => ({ value: width, label: t('more.mm', { width }) }))}
        />
      </div>
      <p className="pos-note pos-settings-note">{t('more.paperHelp')}</p>
    </Panel>
  )
}

/** Locking is always possible; signing out only when every sale has its answer. */
function Operator() {
  const { t } = useTranslation()
  const session = useSession()
  useOutbox()
  const open = openItems().length > 0
  return (
    <Panel title={t('more.session')}>
      <div className="pos-settings">
        <p>{session?.operator.name}</p>
        <Button variant="default" onClick={() => void leave()}>
          {open ? t('more.lock') : t('more.signOut')}
        </Button>
      </div>
      {open && <p className="pos-note pos-settings-note">{t('more.signOutOpen')}</p>}
    </Panel>
  )
}

function About() {
  const { t } = useTranslation()
  const terminal = identity()?.terminal
  return (
    <Panel title={t('more.about')}>
      <dl className="pos-about">
        <dt>{t('more.terminal')}</dt>
        <dd>
          {terminal?.terminal.name} <bdi className="saldo-code">{terminal?.terminal.number}</bdi>
        </dd>
        <dt>{t('more.vendor')}</dt>
        <dd>{terminal?.vendor.name}</dd>
        {terminal?.utilities.map(({ id, name, supportPhone }) => (
          <div key={id} className="pos-about-row">
            <dt>
              {t('more.support')}, {name}
            </dt>
            <dd>
              <bdi dir="ltr">{supportPhone}</bdi>
            </dd>
          </div>
        ))}
        <dt>{t('more.version')}</dt>
        <dd>{__VERSION__}</dd>
      </dl>
    </Panel>
  )
}
