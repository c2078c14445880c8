import type { Columns } from './columns.ts'
import { type LayoutOptions, layoutReceipt, type ReceiptLine } from './layout.ts'
import type { Receipt } from './receipt.ts'
import { englishWords } from './words.ts'

export interface HtmlOptions extends LayoutOptions {
  /** A QR picture of `footer.verifyUrl`, as SVG text made by the caller. */
  verifyQrSvg?: string
}

/**
 * The receipt as a whole HTML document for the system printer, sized by `@page` to 58 or 80 mm.
 * Everything that came from data is escaped; only the QR picture is taken as it is.
 */
export function renderHtml(receipt: Receipt, columns: Columns, options: HtmlOptions = {}): string {
  const words = options.words ?? englishWords
  const body = layoutReceipt(receipt, columns, options).map(htmlLine).join('\n')
  const picture = options.verifyQrSvg ? `<div class="qr">${options.verifyQrSvg}</div>` : ''
  return `<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<title>${escaped(receipt.sale.receiptNumber)}</title>
<style>${styleFor(columns)}</style>
</head>
<body>
${body}
${picture}
</body>
</html>
`
}

function htmlLine(line: ReceiptLine): string {
  if (line.style === 'rule') return '<hr>'
  const className = `${line.style} ${line.align}`
  if (line.style === 'double') {
    return `<div class="${className}" dir="ltr">${escaped(line.text)}</div>`
  }
  if (line.pair) {
    const { start, end } = line.pair
    return `<div class="${className} pair"><bdi>${escaped(start)}</bdi><bdi>${escaped(end)}</bdi></div>`
  }
  return `<div class="${className}">${escaped(line.text.trim()) || '&nbsp;'}</div>`
}

/** 58 mm paper prints 48 mm wide, 80 mm paper 72 mm: the rest is the printer's own margin. */
function styleFor(columns: Columns): string {
  const [paper, printed] = columns === 32 ? ['58mm', '48mm'] : ['80mm', '72mm']
  return `
@page { size: ${paper} auto; margin: 3mm 0 }
body { width: ${printed}; margin: 0 auto; color: #000; background: #fff;
  font: 400 8.5pt/1.3 "IBM Plex Mono", "Roboto Mono", "Cascadia Mono", monospace }
div { white-space: pre-wrap; overflow-wrap: anywhere; break-inside: avoid }
.centre { text-align: center }
.bold { font-weight: 700 }
.small { font-size: 7pt }
.double { font-size: ${columns === 32 ? '14pt' : '12pt'}; font-weight: 700; white-space: nowrap; unicode-bidi: isolate }
.pair { display: flex; justify-content: space-between; gap: 1ch; white-space: pre }
hr { border: 0; border-top: 1px dashed #000; margin: 1mm 0 }
.qr { width: 22mm; margin: 2mm auto 0 }
`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
