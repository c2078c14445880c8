import { type Receipt, renderHtml } from '@saldo/receipt'
import type { SaleView } from '../contract.ts'
import { createStore, useStore } from '../store.ts'
import { paperColumns } from './paper.ts'

export type PrintState = 'printing' | 'sent' | 'failed'

/** How printing each sale went, by its key. It never decides a sale: the tokens stay on screen. */
const states = createStore<Record<string, PrintState>>({})

export function usePrintState(key: string): PrintState | undefined {
  return useStore(states)[key]
}

/** Prints the receipt of a sale and keeps how that went. Does not throw. */
export async function printSale(sale: SaleView, notice?: string): Promise<void> {
  const note = (state: PrintState) => states.set((all) => ({ ...all, [sale.key]: state }))
  note('printing')
  try {
    await printReceipt(sale.receipt, notice)
    note('sent')
  } catch (error) {
    console.warn('Printing failed', error)
    note('failed')
  }
}

/**
 * Gives a receipt to the system printer: a page of the paper's size in a hidden frame. Resolves when
 * the print window has closed. The browser does not say whether paper came out, so neither do we.
 */
async function printReceipt(receipt: Receipt, notice?: string): Promise<void> {
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
