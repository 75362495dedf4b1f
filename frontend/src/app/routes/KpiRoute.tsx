import { getRouteApi, useNavigate } from '@tanstack/react-router'

import type { ModelSummary } from '@/api/types'
import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { KpiDetailView } from '@/features/dashboard/components/KpiDetailView'
import type { DashboardSearch } from '@/features/dashboard/search'
import { useToday } from '@/features/dashboard/useToday'
import { ChooseModel } from '@/features/values/components/ChooseModel'
import { ValuePanel } from '@/features/values/components/ValuePanel'
import { useModels } from '@/features/models/queries/models'
import { useLocale } from '@/lib/i18n/useLocale'

import { useModelChoices } from './useModelChoices'

const route = getRouteApi('/dashboard/$slug')
const WIDTH = 1200

export function KpiRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('dashboard.madeOf')} size={WIDTH}>
      <RequireRole role="viewer" lead={t('dashboard.signInText')}>
        <KpiPage />
      </RequireRole>
    </Page>
  )
}

interface EditorProps {
  model: string | undefined
  models: ModelSummary[]
}

function ValueEditor({ model, models }: EditorProps) {
  const { text } = useLocale()
  if (model === undefined) return <ChooseModel models={models} />
  const title = models.find(({ name }) => name === model)?.title
  return <ValuePanel key={model} model={model} title={text(title, model)} />
}

function KpiPage() {
  const { slug } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const models = useModels().data ?? []
  const onSearch = (next: DashboardSearch) =>
    void navigate({ to: '/dashboard/$slug', params: { slug }, search: next, resetScroll: false })
  return (
    <KpiDetailView
      slug={slug}
      search={search}
      today={useToday()}
      models={useModelChoices()}
      onSearch={onSearch}
      editor={slug === 'value' && <ValueEditor model={search.model} models={models} />}
    />
  )
}
