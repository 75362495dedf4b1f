import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import './app/global.css'

import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { learnOfFailure, restoreSession } from '@/api/session'
import { Providers } from '@/app/providers'
import { createQueryClient } from '@/app/queryClient'
import { createAppRouter } from '@/app/router'
import { createI18n, preferredLanguage } from '@/lib/i18n'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element #root')

const [i18n] = await Promise.all([createI18n(preferredLanguage()), restoreSession()])
learnOfFailure()
const queryClient = createQueryClient()
const router = createAppRouter(queryClient)

createRoot(root).render(
  <StrictMode>
    <Providers i18n={i18n} queryClient={queryClient}>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
)
