import { type Columns, centred, plain, spread, wrapped } from './columns.ts'
import { grouped, meterGroups, tokenGroups, unitWord } from './figures.ts'
import type { Receipt, ReceiptToken } from './receipt.ts'
import { englishWords, type ReceiptWords } from './words.ts'

export type LineStyle = 'normal' | 'bold' | 'small' | 'double' | 'rule'

/**
 * One printed line. `text` is padded to the paper, except for `double`: that is printed twice as
 * wide and high, so it is given bare and takes two columns a letter. `pair` repeats label and value
 * of a line that has both, for renderers that align by themselves.
 */
export interface ReceiptLine {
  text: string
  style: LineStyle
  align: 'start' | 'centre'
  pair?: { start: string; end: string }
}

export interface LayoutOptions {
  words?: ReceiptWords
  /** A line under the header, for example that this copy was printed without the server. */
  notice?: string
}

/** The receipt as lines, in the order of the trade: who sold, to whom, why so few units, tokens. */
export function layoutReceipt(
  receipt: Receipt,
  columns: Columns,
  options: LayoutOptions = {},
): ReceiptLine[] {
  const paper = new Paper(columns, options.words ?? englishWords)
  header(paper, receipt, options.notice)
  sale(paper, receipt)
  customerAndMeter(paper, receipt)
  money(paper, receipt)
  units(paper, receipt)
  tokens(paper, receipt)
  footer(paper, receipt)
  return paper.lines
}

function header(paper: Paper, { header: h }: Receipt, notice: string | undefined): void {
  paper.centre(h.utilityName.toUpperCase(), 'bold')
  paper.centre(h.address)
  if (h.taxNumber) paper.centre(`${paper.words.taxNumber} ${h.taxNumber}`)
  if (h.taxInvoice) paper.centre(paper.words.taxInvoice)
  if (h.copy > 0) paper.centre(`${paper.words.copy} ${h.copy}`, 'bold')
  if (h.training) paper.centre(paper.words.training, 'bold')
  paper.centre(notice, 'bold')
  paper.rule()
}

function sale(paper: Paper, { sale: s }: Receipt): void {
  const { words } = paper
  paper.pair(words.receipt, s.receiptNumber)
  paper.pair(words.date, s.soldAt)
  paper.pair(words.vendor, s.vendor)
  paper.pair('', s.vendorAddress)
  if (!paper.together(`${words.terminal} ${s.terminal}`, `${words.operator} ${s.operator}`)) {
    paper.pair(words.terminal, s.terminal)
    paper.pair(words.operator, s.operator)
  }
  paper.pair(words.shift, s.shift)
  paper.pair(words.reference, s.channelReference)
  paper.rule()
}

function customerAndMeter(paper: Paper, { customer, meter }: Receipt): void {
  const { words } = paper
  paper.pair(words.customer, customer.name)
  paper.pair(words.account, customer.account)
  paper.pair(words.address, customer.address)
  paper.pair(words.meter, meterGroups(meter.serialNumber))
  keys(
    paper,
    `${words.supplyGroup} ${meter.supplyGroupCode}`,
    meter,
    `${words.algorithm} ${meter.algorithm}`,
  )
  if (meter.before) {
    keys(
      paper,
      `${words.before}: ${words.supplyGroup} ${meter.before.supplyGroupCode}`,
      meter.before,
    )
  }
  paper.pair(words.tariff, meter.tariffName)
  paper.rule()
}

/** What an engineer needs to know of the meter's key, small. */
function keys(
  paper: Paper,
  start: string,
  { keyRevision, tariffIndex }: { keyRevision: string; tariffIndex: string },
  algorithm?: string,
): void {
  const { words } = paper
  const parts = [`${words.keyRevision} ${keyRevision}`, `${words.tariffIndex} ${tariffIndex}`]
  if (algorithm !== undefined) parts.push(algorithm)
  const end = parts.join('  ')
  if (paper.together(start, end, 'small')) return
  paper.start(start, 'small')
  paper.start(end, 'small')
}

function money(paper: Paper, receipt: Receipt): void {
  const { words } = paper
  const { tender } = receipt
  const amount = (decimal: string) => grouped(decimal, words.thousands)
  paper.pair(`${words.paid}, ${tender.method}`, `${receipt.currency} ${amount(tender.amount)}`)
  if (tender.tendered !== undefined) paper.pair(`  ${words.tendered}`, amount(tender.tendered))
  if (tender.change !== undefined) paper.pair(`  ${words.change}`, amount(tender.change))
  for (const line of receipt.deductions) {
    paper.pair(line.label, amount(line.amount))
    if (line.remaining !== undefined) paper.pair(`  ${words.stillOwed}`, amount(line.remaining))
  }
  const widest = Math.max(0, ...receipt.energy.map((line) => line.units.length))
  for (const line of receipt.energy) {
    const quantity = `${line.units.padStart(widest)} ${unitWord(receipt.units.unit)}`
    const at = line.price === undefined ? ` ${line.label ?? ''}` : ` @ ${line.price}`
    paper.pair(quantity + at, amount(line.amount))
  }
  paper.rule()
}

function units(paper: Paper, { units: u }: Receipt): void {
  const word = unitWord(u.unit)
  paper.pair(paper.words.units, `${grouped(u.total, paper.words.thousands)} ${word}`, 'bold')
  if (u.free !== undefined) paper.pair(paper.words.freeUnits, `${u.free} ${word}`)
}

function tokens(paper: Paper, receipt: Receipt): void {
  if (receipt.tokens.length > 1) {
    paper.blank()
    paper.centre(paper.words.enterInOrder)
  }
  for (const token of receipt.tokens) {
    paper.blank()
    paper.centre(titleOf(token, paper.words))
    const groups = tokenGroups(token.digits)
    // Double width leaves 16 letters on 58 mm paper, which three groups of four just fit.
    if (paper.columns === 48) paper.double(groups.join(' '))
    else {
      paper.double(groups.slice(0, 3).join(' '))
      paper.double(groups.slice(3).join(' '))
    }
  }
  paper.rule()
}

function titleOf(token: ReceiptToken, words: ReceiptWords): string {
  const title = {
    key_change: words.keyChange,
    credit: words.credit,
    free_units: words.freeUnits,
  }[token.kind]
  return token.of > 1 ? `${title} ${token.ordinal} ${words.of} ${token.of}` : title
}

function footer(paper: Paper, { footer: f }: Receipt): void {
  paper.centre(f.message)
  if (f.supportPhone) paper.centre(`${paper.words.support} ${f.supportPhone}`)
  if (f.verifyUrl) {
    paper.centre(paper.words.verify)
    paper.centre(f.verifyUrl)
  }
}

class Paper {
  readonly lines: ReceiptLine[] = []
  readonly columns: Columns
  readonly words: ReceiptWords

  constructor(columns: Columns, words: ReceiptWords) {
    this.columns = columns
    this.words = words
  }

  centre(text: string | undefined, style: LineStyle = 'normal'): void {
    for (const line of wrapped(plain(text ?? ''), this.columns)) {
      this.lines.push({ text: centred(line, this.columns), style, align: 'centre' })
    }
  }

  start(text: string, style: LineStyle): void {
    for (const line of wrapped(keepGaps(text), this.columns)) {
      this.lines.push({ text: line, style, align: 'start' })
    }
  }

  /** Label and value; an absent value leaves the line out, a long one goes below its label. */
  pair(label: string, value: string | undefined, style: LineStyle = 'normal'): void {
    if (value === undefined || plain(value) === '') return
    const indent = /^ */.exec(label)?.[0] ?? ''
    const start = indent + plain(label)
    this.put(start, plain(value), style)
  }

  /** Two texts on one line where they fit; false, and nothing printed, where they do not. */
  together(start: string, end: string, style: LineStyle = 'normal'): boolean {
    const pair = { start: plain(start), end: keepGaps(end) }
    const text = spread(pair.start, pair.end, this.columns)
    if (text !== null) this.lines.push({ text, style, align: 'start', pair })
    return text !== null
  }

  double(text: string): void {
    this.lines.push({ text, style: 'double', align: 'centre' })
  }

  rule(): void {
    this.lines.push({ text: '-'.repeat(this.columns), style: 'rule', align: 'start' })
  }

  blank(): void {
    this.lines.push({ text: '', style: 'normal', align: 'start' })
  }

  private put(start: string, end: string, style: LineStyle): void {
    const line = spread(start, end, this.columns)
    if (line !== null) {
      this.lines.push({ text: line, style, align: 'start', pair: { start, end } })
      return
    }
    const labels = wrapped(start, this.columns)
    for (const text of labels) this.lines.push({ text, style, align: 'start' })
    for (const text of wrapped(end, this.columns)) {
      const padded = spread('', text, this.columns) ?? text
      this.lines.push({ text: padded, style, align: 'start', pair: { start: '', end: text } })
    }
  }
}

/** Double spaces between codes are meant; only what could steer a printer is taken out. */
function keepGaps(text: string): string {
  return text.split('  ').map(plain).join('  ')
}
