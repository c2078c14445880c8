import { refusal } from '../../kernel/refusal.ts'

export const FileEmpty = refusal(
  'import.file_empty',
  422,
  'This file has no rows below its headings. Choose the file that holds the data.',
)
export const FileKindUnknown = refusal(
  'import.file_kind_unknown',
  422,
  'This is neither a CSV file nor an XLSX workbook. Save it as one of them in the program it comes from.',
)
export const OldWorkbook = refusal(
  'import.old_workbook',
  422,
  'This is a workbook of the old kind (XLS) or one with a password. Save it as XLSX without a password.',
)
export const WorkbookBroken = refusal(
  'import.workbook_broken',
  422,
  'This workbook is damaged and cannot be read. Save it again, or save the sheet as CSV.',
)
export const UnpacksTooLarge = refusal(
  'import.unpacks_too_large',
  422,
  'This workbook unpacks to far more than a table needs. Save the sheet as CSV.',
)
export const TooManyColumns = refusal(
  'import.too_many_columns',
  422,
  'This file has more columns than can be read. Keep those that are needed and save it again.',
)
export const CellTooLong = refusal(
  'import.cell_too_long',
  422,
  'A cell of this file is longer than anything that is imported. Look at the row that is named.',
)
export const QuoteOpen = refusal(
  'import.quote_open',
  422,
  'A quotation mark in this file is never closed. Look at the row that is named.',
)
export const NoText = refusal(
  'import.no_text',
  422,
  'This file holds characters that no table has. Save it again as CSV in UTF-8.',
)
