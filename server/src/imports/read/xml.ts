import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { WorkbookBroken } from './faults.ts'

export interface XmlHandlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  close?(name: string): void
  text?(text: string): void
}

/**
 * Reads XML that comes in pieces and calls the handlers; `after` each piece it may hand on what was gathered. Names are without
 * their prefix. A document type (and with it any entity of the document's own) is refused.
 * @throws WorkbookBroken
 */
export async function* parseXml<Gathered>(
  pieces: AsyncIterable<Buffer>,
  handlers: XmlHandlers,
  after: () => Gathered | undefined,
): AsyncGenerator<Gathered> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const fail = () => {
    throw WorkbookBroken()
  }
  parser.on('error', fail)
  parser.on('doctype', fail)
  const { open, close, text } = handlers
  if (open) {
    parser.on('opentag', (tag: SaxesTagPlain) => open(local(tag.name), tag.attributes))
  }
  parser.on('closetag', (tag: SaxesTagPlain) => close?.(local(tag.name)))
  if (text) {
    parser.on('text', text)
    parser.on('cdata', text)
  }
  const decoder = new TextDecoder('utf-8')
  for await (const piece of pieces) {
    parser.write(decoder.decode(piece, { stream: true }))
    const gathered = after()
    if (gathered !== undefined) yield gathered
  }
  parser.close()
  const rest = after()
  if (rest !== undefined) yield rest
}

/** Reads a small document to its end. */
export async function readXml(pieces: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  for await (const _ of parseXml(pieces, handlers, () => undefined));
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
