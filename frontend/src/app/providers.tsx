import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import type { i18n } from 'i18next'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'

import { cssVariables, theme } from './theme'

const colorSchemeManager = localStorageColorSchemeManager({ key: 'farol-color-scheme' })

interface Props {
  i18n: i18n
  queryClient: QueryClient
  children: ReactNode
}

export function Providers({ i18n, queryClient, children }: Props) {
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          colorSchemeManager={colorSchemeManager}
          defaultColorScheme="auto"
        >
          {children}
        </MantineProvider>
      </QueryClientProvider>
    </I18nextProvider>
  )
}
