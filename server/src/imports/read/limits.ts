/** What a file may hold. Each limit is far above what a table of the trade needs. */
export const limits = {
  columns: 200,
  /** Characters (UTF-16 units) of a cell, and of all cells of a row together. */
  cell: 4_000,
  row: 40_000,
  /** Parts of a workbook; a usual one has about ten. */
  entries: 2_000,
  /** Bytes that all parts of a workbook unpack to. */
  unpacked: 2_000_000_000,
  /** Bytes unpacked for each packed one, asked of parts above a megabyte. Sheets of a table reach about 40. */
  ratio: 200,
  /** Characters of all texts that the cells of a workbook share: they are kept in memory. */
  sharedText: 64_000_000,
  sharedTexts: 2_000_000,
  /** Bytes of the small parts of a workbook: list of sheets, styles. */
  smallPart: 8_000_000,
} as const
