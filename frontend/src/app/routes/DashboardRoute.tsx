import { Button } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'

import type { HistoryState } from '@/api/types'
import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { ErrorState } from '@/components/ui/ErrorState'
import { DashboardView } from '@/features/dashboard/components/DashboardView'
import type { DashboardSearch } from '@/features/dashboard/search'
import { useToday } from '@/features/dashboard/useToday'
import { HistoryPanel } from '@/features/history/components/HistoryPanel'
import { RemoveHistoryButton } from '@/features/history/components/RemoveHistoryButton'
import { isWorthTelling, useHistory } from '@/features/history/queries/history'
import { useLocale } from '@/lib/i18n/useLocale'

import { useModelChoices } from './useModelChoices'

const route = getRouteApi('/dashboard')
const WIDTH = 1560
const REPLAY = 'flight-delay-replay'

export function DashboardRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('dashboard.title')} size={WIDTH}>
      <RequireRole role="viewer" lead={t('dashboard.signInText')}>
        <Dashboard />
      </RequireRole>
    </Page>
  )
}

function Dashboard() {
  const { t } = useLocale()
  const search = route.useSearch()
  const navigate = useNavigate()
  const onSearch = useCallback(
    (next: DashboardSearch) =>
      void navigate({ to: '/dashboard', search: next, resetScroll: false }),
    [navigate],
  )
  const onEnd = useCallback(
    (status: HistoryState['status']) => {
      if (status === 'loaded') onSearch({ model: REPLAY })
    },
    [onSearch],
  )
  const state = useHistory({ onEnd })
  const history = state.data
  const panel = history ? (
    <HistoryPanel
      history={history}
      open={
        <Button
          onClick={() => {
            onSearch({ model: REPLAY })
          }}
        >
          {t('history.open')}
        </Button>
      }
    />
  ) : (
    state.isError && (
      <ErrorState
        error={state.error}
        title={t('history.failed')}
        onRetry={() => void state.refetch()}
      />
    )
  )
  return (
    <DashboardView
      search={search}
      today={useToday()}
      models={useModelChoices()}
      onSearch={onSearch}
      emptyAction={panel}
      notice={search.model !== REPLAY && (!history || isWorthTelling(history)) && panel}
      replayAction={
        history && (
          <RemoveHistoryButton
            history={history}
            onRemoving={() => {
              onSearch({})
            }}
          />
        )
      }
    />
  )
}
