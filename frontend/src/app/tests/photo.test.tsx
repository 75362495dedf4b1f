import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { ModelDetail } from '@/api/types'
import { detail, field } from '@/testing/models'
import { expectAccessible, renderApp } from '@/testing/render'
import { server } from '@/testing/server'

const digits: ModelDetail = {
  ...detail,
  name: 'digits',
  presentation: null,
  examples: [],
  schema: {
    ...detail.schema,
    task: 'multiclass',
    labels: ['0', '1'],
    fields: [field({ name: 'image', kind: 'tensor', datatype: 'UINT8', shape: [28, 28] })],
  },
}

const getUserMedia = vi.fn()

function camera(devices: unknown) {
  Object.defineProperty(navigator, 'mediaDevices', { value: devices, configurable: true })
}

beforeEach(() => {
  getUserMedia.mockReset()
  camera({ getUserMedia })
  server.use(http.get('*/v1/models/digits', () => HttpResponse.json(digits)))
})
afterEach(() => {
  camera(undefined)
  vi.unstubAllGlobals()
})

async function pictureDialog() {
  await renderApp('/models/digits')
  await userEvent.click(await screen.findByRole('button', { name: 'Picture or camera' }))
  return screen.findByRole('dialog', { name: 'A picture of a digit' })
}

describe('a picture of a digit', () => {
  it.each([
    ['NotAllowedError', /did not let this page use the camera/],
    ['NotFoundError', /No camera was found/],
    ['NotReadableError', /in use by another program/],
  ])('says what to do after a %s', async (name, text) => {
    getUserMedia.mockRejectedValue(new DOMException('no', name))
    const dialog = await pictureDialog()
    expect(getUserMedia).not.toHaveBeenCalled()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Use the camera' }))
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(text)
    await expectAccessible(document.body)
  })

  it('says that a page that is not secure has no camera', async () => {
    camera(undefined)
    const dialog = await pictureDialog()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Use the camera' }))
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(/secure \(https\) pages/)
  })

  it('shows what the camera sees, and turns it off on the way back', async () => {
    const stop = vi.fn()
    getUserMedia.mockResolvedValue({ getTracks: () => [{ stop }] })
    const dialog = await pictureDialog()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Use the camera' }))
    expect(await within(dialog).findByLabelText('What the camera sees')).toBeInTheDocument()
    expect(getUserMedia).toHaveBeenCalledTimes(1)
    expect(stop).not.toHaveBeenCalled()
    await expectAccessible(document.body)
    await userEvent.click(within(dialog).getByRole('button', { name: 'Back' }))
    expect(stop).toHaveBeenCalledTimes(1)
    expect(await within(dialog).findByRole('button', { name: 'Use the camera' })).toBeVisible()
  })

  it('that cannot be read is told, and another one may be chosen', async () => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('', 'InvalidState')))
    const dialog = await pictureDialog()
    const input = dialog.querySelector('input[type=file]')
    await userEvent.upload(
      input as HTMLInputElement,
      new File(['x'], 'x.png', { type: 'image/png' }),
    )
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(/not a picture/)
    expect(within(dialog).getByRole('button', { name: /Drop a picture/ })).toBeEnabled()
  })
})
