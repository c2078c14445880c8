/** Undoes the filters of the rows (PNG, third edition, section 9); undefined when the data does not fit. */
export function unfilter(
  raw: Buffer,
  { line, height, step }: { readonly line: number; readonly height: number; readonly step: number },
): Buffer | undefined {
  if (raw.length !== (line + 1) * height) return undefined
  const rows = Buffer.alloc(line * height)
  for (let y = 0; y < height; y++) {
    const kind = raw[y * (line + 1)] ?? 0
    if (kind > 4) return undefined
    for (let x = 0; x < line; x++) {
      const at = y * line + x
      const left = x >= step ? (rows[at - step] ?? 0) : 0
      const up = y > 0 ? (rows[at - line] ?? 0) : 0
      const corner = x >= step && y > 0 ? (rows[at - line - step] ?? 0) : 0
      const guess = guessOf(kind, left, up, corner)
      rows[at] = ((raw[y * (line + 1) + 1 + x] ?? 0) + guess) & 0xff
    }
  }
  return rows
}

function guessOf(kind: number, left: number, up: number, corner: number): number {
  if (kind === 0) return 0
  if (kind === 1) return left
  if (kind === 2) return up
  if (kind === 3) return (left + up) >> 1
  return nearest(left, up, corner)
}

/** The neighbour that lies nearest to left + up - corner; ties go to the left, then up (section 9.4). */
function nearest(left: number, up: number, corner: number): number {
  const aim = left + up - corner
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(aim - value)) as [
    number,
    number,
    number,
  ]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
