import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'

import { type Area, AREAS, type Language, LANGUAGES, type Words } from './words'

export { type Area, type Language, LANGUAGES }

const STORAGE_KEY = 'farol-language'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: Words }
  }
}

/** The areas that some page has asked for so far: a change of language brings them all. */
const wanted = new Set<Area>(['common'])
let current: i18n | undefined

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value)
}

/** The remembered language, else the first of the browser's that there is a catalogue for. */
export function preferredLanguage(): Language {
  let remembered: string | null = null
  try {
    remembered = window.localStorage.getItem(STORAGE_KEY)
  } catch {
    // Storage may be forbidden; the browser's languages decide then.
  }
  if (isLanguage(remembered)) return remembered
  const portuguese = navigator.languages.findIndex((tag) => tag.startsWith('pt'))
  const english = navigator.languages.findIndex((tag) => tag.startsWith('en'))
  if (portuguese === -1) return 'en'
  return english === -1 || portuguese < english ? 'pt-BR' : 'en'
}

async function load(instance: i18n, language: Language): Promise<void> {
  const catalogues = await Promise.all([...wanted].map((area) => AREAS[area][language]()))
  for (const catalogue of catalogues) {
    instance.addResourceBundle(language, 'translation', catalogue.default)
  }
}

export async function createI18n(language: Language): Promise<i18n> {
  const instance = i18next.createInstance()
  await instance.use(initReactI18next).init({
    lng: language,
    resources: {},
    supportedLngs: LANGUAGES,
    load: 'currentOnly',
    fallbackLng: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    // A key on the screen is a fault: it is told where faults are told, and fails the tests.
    saveMissing: true,
    missingKeyHandler: (_languages, _namespace, key) => {
      reportError(new Error(`The words of “${key}” are not loaded`))
    },
  })
  await load(instance, language)
  document.documentElement.lang = language
  current = instance
  return instance
}

/** Brings the words of these areas before a page that needs them is shown. */
export async function loadWords(...areas: Area[]): Promise<void> {
  for (const area of areas) wanted.add(area)
  if (current) await load(current, current.language as Language)
}

/** For the page that is open only; nothing is remembered. */
export async function showLanguage(language: Language): Promise<void> {
  if (!current) return
  await load(current, language)
  await current.changeLanguage(language)
  document.documentElement.lang = language
}

export async function changeLanguage(instance: i18n, language: Language): Promise<void> {
  await load(instance, language)
  await instance.changeLanguage(language)
  document.documentElement.lang = language
  try {
    window.localStorage.setItem(STORAGE_KEY, language)
  } catch {
    // Storage may be forbidden; the choice then holds until the page is left.
  }
}
