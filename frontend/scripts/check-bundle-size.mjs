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

const sizes = new Map()
function size(name) {
  const file = manifest[name].file
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, DIST))).length)
  return sizes.get(file)
}
// The page's scripts, by name: the bundler leaves out an entry that would only import another chunk.
const html = readFileSync(new URL('index.html', DIST), 'utf8')
const scripts = [...html.matchAll(/<script type="module"[^>]* src="\/([^"]+)"/g)].map(
  ([, file]) => file,
)
const first = Object.keys(manifest).filter((name) => scripts.includes(manifest[name].file))
if (first.length === 0) throw new Error('index.html loads no script of the build')
const chunks = [...first.reduce((seen, name) => loadedAtOnce(name, seen), new Set())]
const total = chunks.reduce((sum, name) => sum + size(name), 0)
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
console.log(
  `first load of the gallery: ${kilobytes(total)} of JavaScript (gzip), budget ${kilobytes(BUDGET_BYTES)}`,
)
if (total > BUDGET_BYTES) {
  for (const name of chunks) console.error(`  ${kilobytes(size(name))}  ${name}`)
  process.exit(1)
}
