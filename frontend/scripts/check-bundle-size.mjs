// Fails when what the gallery loads at first exceeds its budget. Run after `vite build`.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGET_BYTES = 200_000
const DIST = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'))

/** The chunk and everything that it imports at once. */
function loadedAtOnce(name, seen = new Set()) {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const imported of manifest[name].imports ?? []) loadedAtOnce(imported, seen)
  return seen
}

// The common words of one language are loaded before the first paint; the larger file counts.
const catalogues = Object.keys(manifest).filter((name) =>
  /src\/lib\/i18n\/words\/common\/[\w-]+\.json$/.test(name),
)
const sizes = new Map()
function size(name) {
  const file = manifest[name].file
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, DIST))).length)
  return sizes.get(file)
}
const chunks = [...loadedAtOnce('index.html')]
const total =
  chunks.reduce((sum, name) => sum + size(name), 0) + Math.max(0, ...catalogues.map(size))
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
console.log(
  `first load of the gallery: ${kilobytes(total)} of JavaScript (gzip), budget ${kilobytes(BUDGET_BYTES)}`,
)
if (total > BUDGET_BYTES) {
  for (const name of chunks) console.error(`  ${kilobytes(size(name))}  ${name}`)
  process.exit(1)
}
