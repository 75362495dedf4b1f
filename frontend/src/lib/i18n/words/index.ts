import commonEnglish from './common/en.json'
import commonPortuguese from './common/pt-BR.json'
import type compare from './compare/en.json'
import type dashboard from './dashboard/en.json'
import type demos from './demos/en.json'
import type drafts from './drafts/en.json'
import type history from './history/en.json'
import type keys from './keys/en.json'
import type loop from './loop/en.json'
import type model from './model/en.json'
import type palette from './palette/en.json'
import type people from './people/en.json'
import type tools from './tools/en.json'
import type values from './values/en.json'
import type workbench from './workbench/en.json'

export const LANGUAGES = ['en', 'pt-BR'] as const
export type Language = (typeof LANGUAGES)[number]

/** Every string of the interface. A new area is a folder with a file a language, and a line here. */
export type Words = typeof commonEnglish &
  typeof compare &
  typeof dashboard &
  typeof demos &
  typeof drafts &
  typeof history &
  typeof keys &
  typeof loop &
  typeof model &
  typeof palette &
  typeof people &
  typeof tools &
  typeof values &
  typeof workbench

type Load = () => Promise<{ default: object }>

/**
 * The catalogues by area, loaded when a page of theirs is first shown. `common` comes with the
 * application in both languages: asking for one of them would cost the first screen a round trip.
 */
export const AREAS = {
  common: {
    en: () => Promise.resolve({ default: commonEnglish }),
    'pt-BR': () => Promise.resolve({ default: commonPortuguese }),
  },
  compare: {
    en: () => import('./compare/en.json'),
    'pt-BR': () => import('./compare/pt-BR.json'),
  },
  dashboard: {
    en: () => import('./dashboard/en.json'),
    'pt-BR': () => import('./dashboard/pt-BR.json'),
  },
  demos: {
    en: () => import('./demos/en.json'),
    'pt-BR': () => import('./demos/pt-BR.json'),
  },
  drafts: {
    en: () => import('./drafts/en.json'),
    'pt-BR': () => import('./drafts/pt-BR.json'),
  },
  history: {
    en: () => import('./history/en.json'),
    'pt-BR': () => import('./history/pt-BR.json'),
  },
  keys: {
    en: () => import('./keys/en.json'),
    'pt-BR': () => import('./keys/pt-BR.json'),
  },
  loop: {
    en: () => import('./loop/en.json'),
    'pt-BR': () => import('./loop/pt-BR.json'),
  },
  model: {
    en: () => import('./model/en.json'),
    'pt-BR': () => import('./model/pt-BR.json'),
  },
  palette: {
    en: () => import('./palette/en.json'),
    'pt-BR': () => import('./palette/pt-BR.json'),
  },
  people: {
    en: () => import('./people/en.json'),
    'pt-BR': () => import('./people/pt-BR.json'),
  },
  tools: {
    en: () => import('./tools/en.json'),
    'pt-BR': () => import('./tools/pt-BR.json'),
  },
  values: {
    en: () => import('./values/en.json'),
    'pt-BR': () => import('./values/pt-BR.json'),
  },
  workbench: {
    en: () => import('./workbench/en.json'),
    'pt-BR': () => import('./workbench/pt-BR.json'),
  },
} satisfies Record<string, Record<Language, Load>>

export type Area = keyof typeof AREAS
