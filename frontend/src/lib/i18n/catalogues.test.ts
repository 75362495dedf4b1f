import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import en from './en.json'
import pt from './pt-BR.json'

type Catalogue = { [key: string]: string | Catalogue }

function flat(catalogue: Catalogue, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[prefix + key, value] as const]
        : [...flat(value, `${prefix}${key}.`)],
    ),
  )
}

const PLURAL = /_(zero|one|two|few|many|other)$/
const ENGLISH = flat(en)
const PORTUGUESE = flat(pt)
const withoutPlural = (keys: Iterable<string>) =>
  new Set([...keys].map((key) => key.replace(PLURAL, '')))

const SOURCE = join(import.meta.dirname, '../..')
const source = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.') && !path.endsWith('.gen.ts'))
  .map((path) => readFileSync(join(SOURCE, path), 'utf8'))
  .join('\n')
/** Every string that looks like a key: keys are always written out, never put together. */
const literals = new Set(
  [...source.matchAll(/'([a-z][A-Za-z]*\.[a-z][A-Za-z]*)'/g)].map(([, key]) => key ?? ''),
)
const sections = new Set(Object.keys(en))

describe('the catalogues', () => {
  it('hold every string that the code asks for', () => {
    const asked = [...literals].filter((key) => sections.has(key.split('.')[0] ?? ''))
    const known = withoutPlural(ENGLISH.keys())
    expect(asked.filter((key) => !known.has(key))).toEqual([])
  })

  it('hold no string that nobody asks for', () => {
    expect([...withoutPlural(ENGLISH.keys())].filter((key) => !literals.has(key))).toEqual([])
  })

  it('hold the same strings in both languages', () => {
    expect([...withoutPlural(PORTUGUESE.keys())].sort()).toEqual(
      [...withoutPlural(ENGLISH.keys())].sort(),
    )
  })

  it('have every plural form that the language knows', () => {
    const missing = (keys: Map<string, string>, language: string) => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      return [...keys.keys()]
        .filter((key) => key.endsWith('_other'))
        .flatMap((key) => forms.map((form) => key.replace(/other$/, form)))
        .filter((key) => !keys.has(key))
    }
    expect(missing(ENGLISH, 'en')).toEqual([])
    expect(missing(PORTUGUESE, 'pt-BR')).toEqual([])
  })

  it('name the same places in both languages', () => {
    const places = (text: string | undefined) =>
      [...(text ?? '').matchAll(/\{\{\w+\}\}/g)].map(String).sort()
    const differing = [...PORTUGUESE].filter(([key, text]) => {
      const english = ENGLISH.get(key) ?? ENGLISH.get(key.replace(PLURAL, '_other'))
      return places(text).join() !== places(english).join()
    })
    expect(differing).toEqual([])
  })
})
