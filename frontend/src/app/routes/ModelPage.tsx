import { Container, Skeleton, Tabs } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'

import type { ModelDetail } from '@/api/types'
import { ModelHeader } from '@/features/models/components/ModelHeader'
import { TryPanel } from '@/features/predictions/components/TryPanel'
import { useLocale } from '@/lib/i18n/useLocale'

import { ModelActions } from './ModelActions'
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

const route = getRouteApi('/models/$model')

export function ModelPage({ model }: { model: ModelDetail }) {
  const { t } = useLocale()
  const { tab = 'try' } = route.useSearch()
  const navigate = useNavigate()
  const open = (next: string | null) => {
    void navigate({
      to: '/models/$model',
      params: { model: model.name },
      search: { tab: next as ModelTab },
      resetScroll: false,
    })
  }
  return (
    <Container size={1200} px="clamp(16px, 4vw, 32px)">
      <ModelHeader model={model} actions={<ModelActions model={model} />} />
      <Tabs value={tab} onChange={open} keepMounted={false} variant="default">
        <Tabs.List mb="xl" style={{ overflowX: 'auto', flexWrap: 'nowrap' }}>
          {MODEL_TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(TITLES[name])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="try" keepMounted>
          <TryPanel model={model} />
        </Tabs.Panel>
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
    </Container>
  )
}
