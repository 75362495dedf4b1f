/** The real graph in the real runtime; only the worker's thread is left out, which jsdom has not. */
import { createHash, webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { Card, ModelDetail } from '@/api/types'
import { answer } from '@/features/predictions/inBrowser/answering'
import type { FromWorker, ToWorker } from '@/features/predictions/inBrowser/messages'
import { detail, field } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'

/** probability = sigmoid(wind + rain), as ONNX. */
const GRAPH = Buffer.from(
  'CAg6mgEKIQoHbnVtYmVycwoHd2VpZ2h0cxIFc2NvcmUiBk1hdE11bAodCgVzY29yZRILcHJvYmFiaWxpdHkiB1Np' +
    'Z21vaWQSBWRlbGF5KhkIAggBEAFCB3dlaWdodHNKCAAAgD8AAIA/WhcKB251bWJlcnMSDAoKCAESBgoACgIIAmIb' +
    'Cgtwcm9iYWJpbGl0eRIMCgoIARIGCgAKAggBQgQKABAR',
  'base64',
)
const SCHEMA = Buffer.from(
  JSON.stringify({
    task: 'binary',
    fields: ['wind', 'rain'].map((name) => ({ name, kind: 'number', datatype: 'FP32' })),
    graph_inputs: [{ name: 'numbers', datatype: 'FP32', fields: ['wind', 'rain'] }],
    outputs: [{ name: 'probability', datatype: 'FP32', role: 'probability' }],
    labels: ['on time', 'late'],
  }),
)
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')
const MANIFEST = Buffer.from(
  JSON.stringify({
    files: {
      'schema.json': { sha256: sha256(SCHEMA), size_bytes: SCHEMA.length },
      'model.onnx': { sha256: sha256(GRAPH), size_bytes: GRAPH.length },
    },
  }),
)
const RUNTIME = readFileSync(
  join(process.cwd(), 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'),
)

const card: Card = {
  intended_use: {},
  limits: {},
  method: {},
  licence: 'CC0-1.0',
  reproduce: '',
  notes: {},
  downloadable: true,
}
const model: ModelDetail = {
  ...detail,
  card,
  schema: {
    ...detail.schema,
    fields: [field({ name: 'wind', kind: 'number' }), field({ name: 'rain', kind: 'number' })],
  },
  examples: [{ title: { en: 'Rough' }, row: { wind: 1, rain: 0.5 }, truth: null }],
  presentation: null,
  versions: [{ version: 1, digest: sha256(MANIFEST) } as ModelDetail['versions'][number]],
  manifest: {
    ...detail.manifest,
    files: { 'model.onnx': { sha256: sha256(GRAPH), size_bytes: GRAPH.length } },
  },
}

/** Answers as the worker does, on the page's own thread. */
class SameThread {
  onmessage: ((event: { data: FromWorker }) => void) | null = null
  postMessage(message: ToWorker) {
    void answer(message).then((data) => this.onmessage?.({ data }))
  }
  terminate() {
    this.onmessage = null
  }
}

const getRandomValues = webcrypto.getRandomValues.bind(webcrypto)
/** Node's own takes no buffers of jsdom's making. */
const digest = (name: string, content: ArrayBuffer) =>
  webcrypto.subtle.digest(name, Buffer.from(new Uint8Array(content)))

let files: Record<string, Buffer> = {}
let serverSays = 0.817574

beforeEach(() => {
  files = { 'manifest.json': MANIFEST, 'schema.json': SCHEMA, 'model.onnx': GRAPH }
  serverSays = 0.817574
  vi.stubGlobal('Worker', SameThread)
  vi.stubGlobal('crypto', { getRandomValues, subtle: { digest } })
  server.use(
    http.get('*/v1/models/flight-delay', () => HttpResponse.json(model)),
    http.get('*/v1/models/flight-delay/versions/1/files/:file', ({ params }) =>
      HttpResponse.arrayBuffer(new Uint8Array(files[String(params.file)] ?? []).buffer),
    ),
    http.get('*.wasm', () => HttpResponse.arrayBuffer(new Uint8Array(RUNTIME).buffer)),
    http.post('*/v1/models/flight-delay/versions/1/predict', () =>
      HttpResponse.json(
        { predictions: [{ probability: serverSays, label: 'late' }] },
        { headers: { 'server-timing': 'total;dur=0.5' } },
      ),
    ),
  )
  return () => {
    vi.unstubAllGlobals()
  }
})

async function load() {
  const view = await renderApp('/models/flight-delay')
  const panel = await screen.findByRole('region', { name: 'Run it in this browser' })
  await userEvent.click(within(panel).getByRole('button', { name: /^Load the model/ }))
  return { ...view, panel }
}

describe('a model in this browser', () => {
  it('is checked, answers the form beside the server, and agrees', async () => {
    const { container, panel } = await load()
    expect(await within(panel).findByText(/^Both say the same/)).toBeVisible()
    expect(panel).toHaveTextContent(`its manifest begins with ${sha256(MANIFEST).slice(0, 12)}`)
    const rows = within(panel).getAllByRole('row')
    expect(rows[1]).toHaveTextContent('Answer81.7574% late81.7574% late')
    expect(rows[2]).toHaveTextContent(/^Computing.+500 µs$/)
    await expectAccessible(container)
  })

  it('says so when the two do not agree', async () => {
    serverSays = 0.81
    const { panel } = await load()
    expect(await within(panel).findByText(/^They do not say the same/)).toHaveTextContent('0.00757')
  })

  it.each(['manifest.json', 'schema.json', 'model.onnx'])(
    'is thrown away when its %s is not the sealed one',
    async (name) => {
      files[name] = Buffer.concat([files[name] ?? Buffer.alloc(0), Buffer.from(' ')])
      const { panel } = await load()
      const alert = await within(panel).findByRole('alert')
      expect(alert).toHaveTextContent(`${name} is not the file that was sealed`)
      expect(within(panel).queryByRole('button', { name: 'Ask both' })).toBeNull()
    },
  )

  it('says that nobody checked where a browser cannot', async () => {
    vi.stubGlobal('crypto', { getRandomValues })
    const { panel } = await load()
    expect(await within(panel).findByText(/^Nobody checked/)).toBeVisible()
    expect(await within(panel).findByText(/^Both say the same/)).toBeVisible()
  })

  it('tells why it could not be downloaded, with the request to quote', async () => {
    server.use(
      http.get('*/v1/models/flight-delay/versions/1/files/model.onnx', () =>
        HttpResponse.json({ title: 'Too many', request_id: 'r-9' }, { status: 429 }),
      ),
    )
    const { panel } = await load()
    const alert = await within(panel).findByRole('alert')
    expect(alert).toHaveTextContent('The model could not be loaded')
    expect(alert).toHaveTextContent('r-9')
  })

  it('is offered only where the card lets the graph go', async () => {
    server.use(
      http.get('*/v1/models/flight-delay', () =>
        HttpResponse.json({ ...model, card: { ...card, downloadable: false } }),
      ),
    )
    await renderApp('/models/flight-delay')
    expect(await screen.findByRole('region', { name: 'Answer' })).toBeVisible()
    expect(screen.queryByRole('region', { name: 'Run it in this browser' })).toBeNull()
  })
})
