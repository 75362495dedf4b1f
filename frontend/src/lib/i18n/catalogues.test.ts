import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { AREAS, type Area, type Language } from './words'

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
const NAMES = Object.keys(AREAS) as Area[]

async function catalogue(area: Area, language: Language): Promise<Catalogue> {
  return (await AREAS[area][language]()).default
}
async function everyWord(language: Language) {
  const catalogues = await Promise.all(NAMES.map((area) => catalogue(area, language)))
  return flat(Object.assign({}, ...catalogues) as Catalogue)
}
const ENGLISH = await everyWord('en')
const PORTUGUESE = await everyWord('pt-BR')
/** The area of each section, `people` of `people.title`. */
const areaOf = new Map<string, Area>()
for (const area of NAMES) {
  for (const section of Object.keys(await catalogue(area, 'en'))) {
    if (areaOf.has(section)) throw new Error(`${section} is in two areas`)
    areaOf.set(section, area)
  }
}
const withoutPlural = (keys: Iterable<string>) =>
  new Set([...keys].map((key) => key.replace(PLURAL, '')))

const SOURCE = join(import.meta.dirname, '../..')
const source = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.') && !path.endsWith('.gen.ts'))
  .map((path) => readFileSync(join(SOURCE, path), 'utf8'))
  .join('\n')
// A file of a sealed version looks like a key of the section `model`.
const KEY = /'(?!model\.onnx')([a-z][A-Za-z]*\.[a-z][A-Za-z]*)'/g
/** Every string that looks like a key: keys are always written out, never put together. */
const literals = new Set([...source.matchAll(KEY)].map(([, key]) => key ?? ''))
const sections = new Set(areaOf.keys())

function resolved(from: string, name: string): string | undefined {
  const path = name.startsWith('@/') ? join(SOURCE, name.slice(2)) : join(dirname(from), name)
  return [`${path}.tsx`, `${path}.ts`, join(path, 'index.ts')].find(existsSync)
}

/** Modules that load others with the words of areas that they name. */
const BRINGS_WORDS = ['app/router.tsx', 'app/lazyPalette.ts']

/** The areas whose words a module asks for, with all that it imports, at once or later. */
function areasOf(file: string, seen = new Set<string>()): Map<Area, string> {
  const areas = new Map<Area, string>()
  if (seen.has(file)) return areas
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  for (const [, key] of text.matchAll(KEY)) {
    const area = areaOf.get(key?.split('.')[0] ?? '')
    if (area) areas.set(area, `${String(key)} in ${file.slice(SOURCE.length + 1)}`)
  }
  for (const [, name] of text.matchAll(/(?:from|import\() ?'([@.][^']+)'/g)) {
    const imported = resolved(file, name ?? '')
    if (!imported || BRINGS_WORDS.some((name) => imported.endsWith(name))) continue
    for (const [area, where] of areasOf(imported, seen)) areas.set(area, where)
  }
  return areas
}

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

  it('come with every page that is loaded when first shown', () => {
    const pages = BRINGS_WORDS.flatMap((name) => {
      const file = join(SOURCE, name)
      const found = readFileSync(file, 'utf8').matchAll(
        /(?:page|withWords)\(\s*\[([^\]]*)\],\s*\(\) => import\('([^']+)'\)/g,
      )
      return [...found].map(([, areas, path]) => ({ file, areas, path }))
    })
    expect(pages.length).toBeGreaterThan(10)
    const missing = pages.flatMap(({ file, areas, path }) => {
      const brought = new Set(['common', ...(areas ?? '').replaceAll(/[' ]/g, '').split(',')])
      return [...areasOf(resolved(file, path ?? '') ?? '')]
        .filter(([area]) => !brought.has(area))
        .map(([area, where]) => `${String(path)} lacks ${area}: ${where}`)
    })
    expect(missing).toEqual([])
  })

  it('have all that the first screen asks for in the area that is always there', () => {
    const shell = areasOf(join(SOURCE, 'app/Shell.tsx'))
    const gallery = areasOf(join(SOURCE, 'app/routes/GalleryRoute.tsx'))
    expect([...shell, ...gallery].filter(([area]) => area !== 'common')).toEqual([])
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
