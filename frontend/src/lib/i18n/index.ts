import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'

import type en from './en.json'

export const LANGUAGES = ['en', 'pt-BR'] as const
export type Language = (typeof LANGUAGES)[number]

const STORAGE_KEY = 'farol-language'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}

const CATALOGUES: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import('./en.json'),
  'pt-BR': () => import('./pt-BR.json'),
}

function isLanguage(value: string | null): value is Language {
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
  if (instance.hasResourceBundle(language, 'translation')) return
  const catalogue = await CATALOGUES[language]()
  instance.addResourceBundle(language, 'translation', catalogue.default)
}

export async function createI18n(language: Language): Promise<i18n> {
  const instance = i18next.createInstance()
  const catalogue = await CATALOGUES[language]()
  await instance.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: catalogue.default } },
    supportedLngs: LANGUAGES,
    load: 'currentOnly',
    fallbackLng: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language
  return instance
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
