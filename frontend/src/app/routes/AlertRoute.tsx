import { getRouteApi, Link } from '@tanstack/react-router'

import type { AlertDetail } from '@/api/types'
import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { AlertView } from '@/features/alerts/components/AlertView'
import { Decision } from '@/features/checks/components/Decision'
import { EvidenceView } from '@/features/rollouts/components/EvidenceView'
import { evidenceFrom } from '@/features/rollouts/evidence'
import { useLocale } from '@/lib/i18n/useLocale'

const route = getRouteApi('/alerts/$id')

export function AlertRoute() {
  const { t } = useLocale()
  const { id } = route.useParams()
  return (
    <Page title={t('alerts.one')}>
      <RequireRole role="viewer">
        <p>
          <Link to="/alerts">{t('alerts.all')}</Link>
        </p>
        <AlertView id={Number(id)} evidenceOf={evidenceOf} />
      </RequireRole>
    </Page>
  )
}

function evidenceOf({ check, step }: AlertDetail) {
  if (check !== null) return <Decision check={check} />
  if (step?.evidence) return <EvidenceView evidence={evidenceFrom(step.evidence)} policy={null} />
  return null
}
