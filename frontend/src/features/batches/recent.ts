/** The files that were sent from this browser, so that they can be come back to. */

export interface SentFile {
  id: string
  model: string
  filename: string
  /** ISO 8601. */
  sentAt: string
}

const STORAGE_KEY = 'farol-sent-files'
const REMEMBERED = 20

function isSentFile(value: unknown): value is SentFile {
  if (typeof value !== 'object' || value === null) return false
  const part = value as Record<string, unknown>
  return ['id', 'model', 'filename', 'sentAt'].every((name) => typeof part[name] === 'string')
}

/** Newest first; nothing where storage is forbidden. */
function all(): SentFile[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(STORAGE_KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isSentFile) : []
  } catch {
    return []
  }
}

function keep(files: SentFile[]): void {
  try {
    window.localStorage.setItem(STORAGE_KEY, JSON.stringify(files.slice(0, REMEMBERED)))
  } catch {
    // Storage may be forbidden; the address of the page then leads back to a file.
  }
}

export function sentFiles(model: string): SentFile[] {
  return all().filter((file) => file.model === model)
}

export function remember(file: SentFile): void {
  keep([file, ...all().filter((other) => other.id !== file.id)])
}

export function forget(id: string): void {
  keep(all().filter((file) => file.id !== id))
}
