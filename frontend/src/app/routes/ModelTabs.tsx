import { Skeleton, Tabs } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'

import type { ModelDetail } from '@/api/types'
import { TryPanel } from '@/features/predictions/components/TryPanel'
import { useLocale } from '@/lib/i18n/useLocale'
import { isAtLeast } from '@/lib/roles'
import { requireSession, useSession } from '@/lib/session'

import { MODEL_TABS, type ModelTab } from './modelTabs'

const QualityPanel = lazy(() => import('@/features/models/components/quality/QualityPanel'))
const CardPanel = lazy(() => import('@/features/models/components/CardPanel'))
const VersionsPanel = lazy(() => import('@/features/rollouts/components/VersionsPanel'))
const LivePanel = lazy(() => import('@/features/metrics/components/LivePanel'))

const TITLES = {
  try: 'tab.try',
  quality: 'tab.quality',
  card: 'tab.card',
  versions: 'tab.versions',
  live: 'tab.live',
} as const

/** Not a view of its own: it leads to the engineers' pages, past the sign-in. */
const ENGINEERS = 'engineers'

const route = getRouteApi('/models/$model/')

/** What everybody sees of a model. */
export function ModelTabs({ model }: { model: ModelDetail }) {
  const { t } = useLocale()
  const { session } = useSession()
  const shown = model.replay ? MODEL_TABS.filter((name) => name !== 'try') : MODEL_TABS
  const { tab = shown[0] } = route.useSearch()
  const navigate = useNavigate()
  const params = { model: model.name }
  const toEngineers = async () => {
    const session = await requireSession()
    if (!session) return
    const isEngineer = isAtLeast(session.role, 'engineer')
    const to = isEngineer ? '/models/$model/rollout' : '/models/$model/timeline'
    await navigate({ to, params })
  }
  const open = (next: string | null) => {
    if (next === ENGINEERS) {
      void toEngineers()
      return
    }
    void navigate({
      to: '/models/$model',
      params,
      search: { tab: next as ModelTab },
      resetScroll: false,
    })
  }
  return (
    <Tabs value={tab} onChange={open} keepMounted={false} variant="default">
      <Tabs.List mb="xl" style={{ overflowX: 'auto', flexWrap: 'nowrap' }}>
        {shown.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(TITLES[name])}
          </Tabs.Tab>
        ))}
        {!session && (
          <Tabs.Tab value={ENGINEERS} leftSection={<IconLock size={14} aria-hidden="true" />}>
            {t('section.forEngineers')}
          </Tabs.Tab>
        )}
      </Tabs.List>
      {!model.replay && (
        <Tabs.Panel value="try" keepMounted>
          <TryPanel model={model} />
        </Tabs.Panel>
      )}
      <Suspense fallback={<Skeleton height={360} radius="lg" />}>
        <Tabs.Panel value="quality">
          <QualityPanel model={model} />
        </Tabs.Panel>
        <Tabs.Panel value="card">
          <CardPanel model={model} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsPanel model={model} />
        </Tabs.Panel>
        <Tabs.Panel value="live">
          <LivePanel model={model} />
        </Tabs.Panel>
      </Suspense>
    </Tabs>
  )
}
