import { createTheme, type MantineColorsTuple } from '@mantine/core'

/**
 * Mantine wants ten shades of a colour. Ours are tokens that change with the theme, so each shade
 * is a reference to one; styles.css maps what Mantine derives from them.
 */
const brand: MantineColorsTuple = [
  'var(--brand-50)',
  'var(--brand-100)',
  'var(--brand-200)',
  'var(--brand-200)',
  'var(--brand-500)',
  'var(--brand-500)',
  'var(--brand-600)',
  'var(--brand-700)',
  'var(--brand-700)',
  'var(--brand-900)',
]

export const mantineTheme = createTheme({
  colors: { brand },
  primaryColor: 'brand',
  primaryShade: 6,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  defaultRadius: 'md',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 140 } } },
  },
})
