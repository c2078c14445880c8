import { expect, test } from 'vitest'
import { layOut } from './layout.ts'
import { templateNamed, templates } from './templates/index.ts'
import { languageFor, languages, wordsOf } from './words/index.ts'

const values = {
  brand: 'Northern <Energy> & "Water"',
  supportPhone: '+27 51 555 0100',
  name: 'Ana <script>alert(1)</script>',
  inviter: 'Ben {link}',
  link: 'https://saldo.example/join?a=1&b="2"#secret',
  until: '1 December 2026',
  event: 'new_device',
  when: '1 December 2026',
  source: '192.0.2.7',
}

const invitation = () => {
  const template = templateNamed('invitation')
  if (!template) throw new Error('There is no invitation.')
  return template
}

test('names and links are shown as they are and never become HTML', () => {
  const { html, subject } = layOut(invitation(), 'en', values)
  expect(html).not.toContain('<script>')
  expect(html).toContain('Ana &lt;script&gt;alert(1)&lt;/script&gt;')
  expect(html).toContain('href="https://saldo.example/join?a=1&amp;b=%222%22#secret"')
  expect(html).toContain('Northern &lt;Energy&gt; &amp; &quot;Water&quot;')
  expect(subject).toBe('Your access to Northern <Energy> & "Water"')
})

test('a name that looks like a place for a value is not one', () => {
  const { text } = layOut(invitation(), 'en', values)
  expect(text).toContain('Ben {link} has invited you')
  expect(text.match(/#secret/g)).toHaveLength(1)
})

test('marks that turn the direction of reading do not reach a letter', () => {
  const { text, subject } = layOut(invitation(), 'en', { ...values, brand: 'a\u202eb\u2066c' })
  expect(subject).toBe('Your access to a b c')
  expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u)
})

test.each(languages)('in %s every letter has all its values and no gap', (language) => {
  for (const { name } of templates) {
    const template = templateNamed(name)
    if (!template) throw new Error(`There is no ${name}.`)
    const { subject, text, html } = layOut(template, language, { ...values, inviter: 'Ben' })
    for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\w*\}|undefined/)
    expect(text).toContain(values.supportPhone)
    expect(text).toContain(values.until)
    expect(text).toContain('#secret')
  }
})

test.each(languages)('in %s a phrase has the same places for values as in English', (language) => {
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
  for (const [key, english] of Object.entries(wordsOf('en'))) {
    const phrase = wordsOf(language)[key as keyof ReturnType<typeof wordsOf>]
    expect(places(phrase), key).toEqual(places(english))
  }
})

test('Arabic is laid out from right to left, with the address from left to right', () => {
  const { html } = layOut(invitation(), 'ar', values)
  expect(html).toContain('<html lang="ar" dir="rtl">')
  expect(html).toContain('<p dir="ltr"')
})

test('who chose a language that we do not have reads English', () => {
  expect(languageFor('pt-MZ')).toBe('pt')
  expect(languageFor('zu')).toBe('en')
  expect(languageFor('')).toBe('en')
})

test('without a support phone the letter does not ask to call one', () => {
  expect(layOut(invitation(), 'en', { ...values, supportPhone: '' }).text).not.toContain('Call')
})
