import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core'
import type { i18n } from 'i18next'
import { type ReactNode, useEffect } from 'react'
import { I18nextProvider, useTranslation } from 'react-i18next'
import { directionOf } from '../language/languages.ts'
import { mantineTheme } from './mantine-theme.ts'
import { useTheme } from './theme-choice.ts'

interface AppProviderProps {
  /** Made by `createI18n`. */
  i18n: i18n
  children: ReactNode
}

/** What every app stands in: theme, language, direction, components. */
export function AppProvider({ i18n, children }: AppProviderProps) {
  const theme = useTheme()
  return (
    <I18nextProvider i18n={i18n}>
      <DirectionProvider initialDirection={directionOf(i18n.language)}>
        <MantineProvider
          theme={mantineTheme}
          forceColorScheme={theme}
          withCssVariables={false}
          withGlobalClasses={false}
        >
          <FollowLanguage />
          {children}
        </MantineProvider>
      </DirectionProvider>
    </I18nextProvider>
  )
}

/** The components mirror themselves when another language is chosen, not only at the start. */
function FollowLanguage() {
  const { i18n } = useTranslation()
  const { setDirection } = useDirection()
  const direction = directionOf(i18n.language)
  useEffect(() => setDirection(direction), [direction, setDirection])
  return null
}
