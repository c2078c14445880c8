import css from './segments.module.css'

/** The seven bars of one figure on a 20 x 36 grid, named as in every data sheet: a is the top, g the middle. */
const BARS = {
  a: 'M3 2H17L14 5.2H6Z',
  b: 'M18 3V17L16.4 18 14.8 16.4V6.2Z',
  c: 'M18 33V19L16.4 18 14.8 19.6V29.8Z',
  d: 'M3 34H17L14 30.8H6Z',
  e: 'M2 33V19L3.6 18 5.2 19.6V29.8Z',
  f: 'M2 3V17L3.6 18 5.2 16.4V6.2Z',
  g: 'M4.2 18 5.8 16.4H14.2L15.8 18 14.2 19.6H5.8Z',
} as const

const LIT: Record<string, string> = {
  '0': 'abcdef',
  '1': 'bc',
  '2': 'abged',
  '3': 'abgcd',
  '4': 'fgbc',
  '5': 'afgcd',
  '6': 'afgedc',
  '7': 'abc',
  '8': 'abcdefg',
  '9': 'abfgcd',
  '-': 'g',
}

const WIDTH = 24
const HEIGHT = 36

/**
 * Figures as a liquid crystal shows them: lit bars, and the unlit ones as a faint shadow. Text is set
 * flush right in `places`; a decimal point hangs on the figure before it. Only a picture: the caller
 * gives the words for those who cannot see it.
 */
export function Segments({ text, places }: { text: string; places: number }) {
  const cells = cellsOf(text, places)
  return (
    <svg
      className={css.segments}
      viewBox={`0 0 ${places * WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      focusable="false"
      style={{ aspectRatio: `${places * WIDTH} / ${HEIGHT}` }}
    >
      {cells.map(({ place, figure, point }) => (
        <g key={place} transform={`translate(${place * WIDTH + 2} 0) skewX(-4)`}>
          {Object.entries(BARS).map(([bar, path]) => (
            <path key={bar} d={path} data-lit={LIT[figure]?.includes(bar) || undefined} />
          ))}
          {point && <circle cx="22.3" cy="32.4" r="1.9" data-lit />}
        </g>
      ))}
    </svg>
  )
}

type Cell = { place: number; figure: string; point: boolean }

function cellsOf(text: string, places: number): Cell[] {
  const figures = (text.match(/[^.]\.?/g) ?? []).slice(-places)
  return Array.from({ length: places }, (_, place) => {
    const shown = figures[place - (places - figures.length)] ?? ' '
    return { place, figure: shown.charAt(0), point: shown.endsWith('.') }
  })
}
