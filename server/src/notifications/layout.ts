import type { AnyTemplate } from './templates/index.ts'
import { directionOf, type Language, oneLine, say, type WordKey, wordsOf } from './words/index.ts'

export interface Letter {
  readonly subject: string
  readonly text: string
  readonly html: string
}

type Values = { readonly [name: string]: string }

/**
 * A template's letter in a language, as plain text and as HTML that says the same. Values are shown as
 * they are: line breaks become blanks, and HTML is escaped.
 */
export function layOut(template: AnyTemplate, language: Language, values: Values): Letter {
  const words = wordsOf(language)
  const named = { ...values, phone: values.supportPhone ?? '' }
  const phrase = (key: WordKey) => say(words, key, named)
  const outline = template.outline(values)
  const url = webAddress(outline.action.url)
  const before = [phrase('greeting'), ...outline.paragraphs.map(phrase)]
  const after = outline.after.map(phrase)
  const footer = [
    ...(oneLine(named.phone) === '' ? [] : [phrase('footer.support')]),
    phrase('footer.automatic'),
  ]
  const brand = oneLine(values.brand ?? '')
  const subject = phrase(outline.subject)
  return {
    subject,
    text: `${[...before, url, ...after, `-- \n${[brand, ...footer].join('\n')}`].join('\n\n')}\n`,
    html: page(language, subject, [
      ...before.map(paragraph),
      button(phrase(outline.action.label), url),
      ...after.map(paragraph),
      `<p style="color:#555;font-size:14px">${[brand, ...footer].map(escapeHtml).join('<br>')}</p>`,
    ]),
  }
}

/**
 * The text of an address of the web.
 * @throws TypeError for another kind, such as "javascript:"
 */
export function webAddress(text: string): string {
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError('A letter links to the web only.')
  }
  return url.href
}

function page(language: Language, title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em;margin:2em auto;padding:0 1em">
${parts.join('\n')}
</body>
</html>
`
}

const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`

// The address stands below the button too: some programs show no links, and people want to see where one leads.
function button(label: string, url: string): string {
  const address = escapeHtml(url)
  return `<p><a href="${address}" style="display:inline-block;padding:12px 20px;background:#0b5a8a;color:#fff;border-radius:6px;text-decoration:none">${escapeHtml(label)}</a></p>
<p dir="ltr" style="font-size:14px;word-break:break-all">${address}</p>`
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
