/** Letters of a word that count: longer ones are cut, in the trail and in the question alike. */
const LONGEST_WORD = 60
/** Words of one text that can be searched for. */
const MOST_WORDS = 100

/** The different words of a text, in small letters and one way of writing (Unicode NFKC). */
export function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  const cut = words.map((word) => [...word].slice(0, LONGEST_WORD).join(''))
  return [...new Set(cut)].slice(0, MOST_WORDS)
}
