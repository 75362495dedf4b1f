/**
 * Server-sent events by fetch, because EventSource tells nothing of why it was refused. Reconnects
 * with Last-Event-ID, so that nothing is missed or seen twice (HTML standard, section 9.2).
 */
import { ApiProblem, connectionProblem, problemFrom } from './problem'

export interface StreamEvent {
  id: string
  event: string
  data: string
}

interface Options {
  signal: AbortSignal
  onEvent: (event: StreamEvent) => void
  /** Told when the connection is lost and will be tried again, and when it is back. */
  onConnection?: (connected: boolean) => void
  retryMilliseconds?: number
}

const RETRY_MILLISECONDS = 2000
/** The server's way to say that there will be nothing more (HTML standard, 9.2.3). */
const NO_CONTENT = 204

interface Cursor {
  lastId: string
  retryMilliseconds: number
}

/** Resolves when the server says that it is over, or when aborted; rejects on a refusal. */
export async function followEvents(url: string, options: Options): Promise<void> {
  const cursor: Cursor = {
    lastId: '',
    retryMilliseconds: options.retryMilliseconds ?? RETRY_MILLISECONDS,
  }
  const aborted = () => options.signal.aborted
  while (!aborted()) {
    try {
      const over = await connectOnce(url, cursor, options)
      if (over) return
    } catch (error) {
      if (aborted()) return
      if (error instanceof ApiProblem && !isTransient(error)) throw error
      options.onConnection?.(false)
    }
    await pause(cursor.retryMilliseconds, options.signal)
  }
}

function isTransient(problem: ApiProblem): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status >= 500
}

/** True when the server answered that nothing more will come. */
async function connectOnce(url: string, cursor: Cursor, options: Options): Promise<boolean> {
  const headers = new Headers({ accept: 'text/event-stream' })
  if (cursor.lastId) headers.set('last-event-id', cursor.lastId)
  const request = { headers, signal: options.signal, cache: 'no-store' as const }
  const response = await fetch(url, request).catch((error: unknown) => {
    throw connectionProblem(error)
  })
  if (response.status === NO_CONTENT) return true
  if (!response.ok) throw await problemFrom(response)
  if (!response.body) return true
  options.onConnection?.(true)
  await read(response.body, cursor, options.onEvent)
  return false
}

async function read(
  body: ReadableStream<Uint8Array>,
  cursor: Cursor,
  onEvent: (event: StreamEvent) => void,
): Promise<void> {
  const parser = new EventParser(cursor, onEvent)
  const decoder = new TextDecoder()
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    parser.push(decoder.decode(value, { stream: true }))
  }
}

/** Lines into events; an event that the connection cut off is dropped, as the standard says. */
export class EventParser {
  private rest = ''
  private event = 'message'
  private data: string[] = []
  private readonly cursor: Cursor
  private readonly onEvent: (event: StreamEvent) => void

  constructor(cursor: Cursor, onEvent: (event: StreamEvent) => void) {
    this.cursor = cursor
    this.onEvent = onEvent
  }

  push(text: string): void {
    // A carriage return at the end may be half of a line's end: it waits for what follows.
    const whole = this.rest + text
    const complete = whole.endsWith('\r') ? whole.slice(0, -1) : whole
    const lines = complete.split(/\r\n|\n|\r/)
    this.rest = (lines.pop() ?? '') + whole.slice(complete.length)
    lines.forEach((line) => {
      this.line(line)
    })
  }

  private line(line: string): void {
    if (line === '') {
      this.dispatch()
      return
    }
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    this.field(field, value)
  }

  private field(field: string, value: string): void {
    if (field === 'event') this.event = value
    else if (field === 'data') this.data.push(value)
    else if (field === 'id' && !value.includes('\0')) this.cursor.lastId = value
    else if (field === 'retry' && /^\d+$/.test(value)) this.cursor.retryMilliseconds = Number(value)
  }

  private dispatch(): void {
    if (this.data.length > 0) {
      this.onEvent({ id: this.cursor.lastId, event: this.event, data: this.data.join('\n') })
    }
    this.event = 'message'
    this.data = []
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
