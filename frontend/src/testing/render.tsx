import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import axe from 'axe-core'
import { expect } from 'vitest'

import { Providers } from '@/app/providers'
import { createQueryClient } from '@/app/queryClient'
import { createAppRouter } from '@/app/router'
import { createI18n, type Language, loadWords } from '@/lib/i18n'
import { AREAS, type Area } from '@/lib/i18n/words'

/** The whole application at an address, as main.tsx puts it together. */
export async function renderApp(path: string, language: Language = 'en') {
  // Pages stay loaded from one test to the next; their words have to as well.
  await loadWords(...(Object.keys(AREAS) as Area[]))
  const i18n = await createI18n(language)
  const queryClient = createQueryClient()
  queryClient.setDefaultOptions({ queries: { retry: false } })
  const router = createAppRouter(queryClient)
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) })
  const view = render(
    <Providers i18n={i18n} queryClient={queryClient}>
      <RouterProvider router={router} />
    </Providers>,
  )
  return { ...view, router }
}

/** Colours are judged in a real browser by the end-to-end tests: jsdom computes none. */
export async function expectAccessible(container: Element): Promise<void> {
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false } },
  })
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`)
  expect(found).toEqual([])
}
