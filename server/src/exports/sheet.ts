import type { Cell } from './cell.ts'
import type { WallClock } from './wall-clock.ts'

/** How a format of a file is written, a few rows at a time. `Place` is all that it remembers between two times. */
export interface SheetFormat<Place> {
  readonly extension: 'csv' | 'xlsx'
  readonly contentType: string
  begin(headings: readonly string[]): Promise<Written<Place>>
  add(
    place: Place,
    rows: readonly (readonly Cell[])[],
    headings: readonly string[],
    clock: WallClock,
  ): Promise<Written<Place>>
  end(place: Place): Promise<Buffer>
}

export interface Written<Place> {
  readonly place: Place
  readonly bytes: Buffer
}
