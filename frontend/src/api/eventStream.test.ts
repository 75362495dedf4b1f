import { http, HttpResponse } from 'msw'
import { describe, expect, it, vi } from 'vitest'

import { server } from '@/testing/server'

import { EventParser, followEvents, type StreamEvent } from './eventStream'
import { ApiProblem } from './problem'

const URL_OF_EVENTS = 'http://localhost:3000/v1/jobs/7/events'

function parsed(...chunks: string[]): StreamEvent[] {
  const events: StreamEvent[] = []
  const parser = new EventParser({ lastId: '', retryMilliseconds: 0 }, (event) =>
    events.push(event),
  )
  chunks.forEach((chunk) => {
    parser.push(chunk)
  })
  return events
}

describe('the parser', () => {
  it('reads events with ids, kinds and several data lines', () => {
    expect(parsed('id: 1\nevent: log\ndata: a\ndata: b\n\n')).toEqual([
      { id: '1', event: 'log', data: 'a\nb' },
    ])
  })

  it('joins what the network has cut, even inside a line end', () => {
    expect(parsed('id: 1\r', '\ndat', 'a: x\r\n\r\n')).toEqual([
      { id: '1', event: 'message', data: 'x' },
    ])
  })

  it('ignores heartbeats and drops an event that was cut off', () => {
    expect(parsed(': heartbeat\n\ndata: whole\n\ndata: cut')).toEqual([
      { id: '', event: 'message', data: 'whole' },
    ])
  })
})

/** Answers each connection in turn, and notes what it was asked with. */
function serveInTurn(...answers: (() => Response)[]) {
  const asked: Headers[] = []
  server.use(
    http.get(URL_OF_EVENTS, ({ request }) => {
      asked.push(request.headers)
      return answers[asked.length - 1]?.() ?? new HttpResponse(null, { status: 204 })
    }),
  )
  return asked
}

const stream = (text: string) => () =>
  new HttpResponse(text, { headers: { 'content-type': 'text/event-stream' } })

async function follow(onConnection?: (connected: boolean) => void): Promise<StreamEvent[]> {
  const events: StreamEvent[] = []
  await followEvents(URL_OF_EVENTS, {
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    onConnection,
    retryMilliseconds: 1,
  })
  return events
}

describe('following', () => {
  it('goes on after the last event that it saw when the connection ends', async () => {
    const asked = serveInTurn(stream('id: 4\ndata: a\n\n'), stream('id: 5\ndata: b\n\n'))
    const events = await follow()
    expect(events.map((event) => event.data)).toEqual(['a', 'b'])
    expect(asked.map((headers) => headers.get('last-event-id'))).toEqual([null, '4', '5'])
  })

  it('tries again after a failure and says so meanwhile', async () => {
    serveInTurn(() => HttpResponse.error(), stream('id: 1\ndata: a\n\n'))
    const connection = vi.fn()
    expect(await follow(connection)).toHaveLength(1)
    expect(connection.mock.calls).toEqual([[false], [true]])
  })

  it('gives up at a refusal', async () => {
    serveInTurn(() => HttpResponse.json({ title: 'Absent' }, { status: 404 }))
    await expect(follow()).rejects.toBeInstanceOf(ApiProblem)
  })
})
