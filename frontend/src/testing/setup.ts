import '@testing-library/jest-dom/vitest'

import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'

import { signedOut } from '@/lib/session'

import { server } from './server'

// Pages load their code when first shown, which takes long on a busy machine: a limit, not a wait.
configure({ asyncUtilTimeout: 20_000 })

// What jsdom lacks and the component library asks for.
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList
window.ResizeObserver = class {
  observe() {
    return undefined
  }
  unobserve() {
    return undefined
  }
  disconnect() {
    return undefined
  }
}
Object.defineProperty(document, 'fonts', { value: new EventTarget() })
Element.prototype.scrollIntoView = () => undefined
window.scrollTo = () => undefined
HTMLCanvasElement.prototype.getContext = vi.fn(() => null) as never

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' })
})
afterEach(() => {
  cleanup()
  signedOut()
  server.resetHandlers()
})
afterAll(() => {
  server.close()
})
