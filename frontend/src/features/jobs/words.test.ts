import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { TASKS } from './words'

const FOLDER = join(import.meta.dirname, '../../../../worker/tasks')

it('has words for every task of the worker', () => {
  const source = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.py'))
    .map((name) => readFileSync(join(FOLDER, name), 'utf8'))
    .join('\n')
  const declared = [...source.matchAll(/@job\("([^"]+)"\)/g)].map(([, name]) => name)
  expect(declared.length).toBeGreaterThan(10)
  expect(TASKS.map(({ value }) => value).sort()).toEqual(declared.sort())
})
