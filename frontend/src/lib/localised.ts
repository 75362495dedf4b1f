/** Text by language tag; always has English. */
export type Localised = Record<string, string>

/** The text in the reader's language, else in English, else in whatever language there is. */
export function localise(text: Localised | undefined, language: string, fallback = ''): string {
  if (!text) return fallback
  return text[language] ?? text.en ?? Object.values(text)[0] ?? fallback
}
