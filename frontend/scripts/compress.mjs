// Leaves a brotli and a gzip copy beside each file of the build that shrinks, for the server to send.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const DIST = fileURLToPath(new URL('../dist', import.meta.url))
const SHRINKS = /\.(html|js|css|svg|json|wasm)$/
/** Below this the headers weigh more than what is saved. */
const WORTHWHILE_BYTES = 1024
/** The best brotli would take most of a minute for one file of this size, to save little. */
const LARGE_BYTES = 4_000_000
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !SHRINKS.test(entry.name)) continue
  const path = join(entry.parentPath, entry.name)
  const content = readFileSync(path)
  if (content.length < WORTHWHILE_BYTES) continue
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(content, content.length > LARGE_BYTES ? QUICK : {}),
  )
  writeFileSync(`${path}.gz`, gzipSync(content))
}
