import { DirectionProvider, MantineProvider } from '@mantine/core'
import type { i18n } from 'i18next'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
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
          {children}
        </MantineProvider>
      </DirectionProvider>
    </I18nextProvider>
  )
}
