import { type Receipt, renderHtml } from '@saldo/receipt'
import { paperColumns } from './paper.ts'

/**
 * Gives a receipt to the system printer: a page of the paper's size in a hidden frame. Resolves when
 * the print window has closed. The browser does not say whether paper came out, so neither do we.
 */
export async function printReceipt(receipt: Receipt, notice?: string): Promise<void> {
  const html = renderHtml(receipt, paperColumns(), {
    ...(notice === undefined ? {} : { notice }),
    ...(await qrOf(receipt.footer.verifyUrl)),
  })
  const frame = document.createElement('iframe')
  frame.setAttribute('aria-hidden', 'true')
  frame.tabIndex = -1
  frame.className = 'pos-print-frame'
  frame.srcdoc = html
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  document.body.append(frame)
  await loaded
  try {
    frame.contentWindow?.print()
  } finally {
    // Some browsers print after print() returns; the frame must outlive that.
    setTimeout(() => frame.remove(), 60_000)
  }
}

async function qrOf(url: string | undefined): Promise<{ verifyQrSvg?: string }> {
  if (url === undefined) return {}
  const { renderSVG } = await import('uqr')
  return { verifyQrSvg: renderSVG(url, { border: 1 }) }
}
