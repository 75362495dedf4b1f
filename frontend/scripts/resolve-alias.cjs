// Tells the import rules of ESLint where "@/…" and relative imports of TypeScript files lead.
const { existsSync, statSync } = require('node:fs')
const { dirname, resolve } = require('node:path')

const SOURCE = resolve(__dirname, '../src')
const ENDINGS = ['', '.ts', '.tsx', '/index.ts']

exports.interfaceVersion = 2
exports.resolve = (source, file) => {
  if (!source.startsWith('@/') && !source.startsWith('.')) return { found: false }
  const base = source.startsWith('@/')
    ? resolve(SOURCE, source.slice(2))
    : resolve(dirname(file), source)
  const path = ENDINGS.map((ending) => base + ending).find(
    (candidate) => existsSync(candidate) && statSync(candidate).isFile(),
  )
  return path ? { found: true, path } : { found: false }
}
