import { getRouteApi, useNavigate } from '@tanstack/react-router'

import { versionsFrom } from '@/features/models/compare'
import { VersionsComparison } from '@/features/models/components/compare/VersionsComparison'
import { VersionsRollouts } from '@/features/rollouts/components/VersionsRollouts'
import { useLocale } from '@/lib/i18n/useLocale'
import { isAtLeast } from '@/lib/roles'
import { useSession } from '@/lib/session'

import { useSectionTitle } from './sections/useSectionTitle'

const route = getRouteApi('/models/$model/compare')

/** For everybody; what rollouts know is said to engineers alone. */
export function CompareRoute() {
  const { t } = useLocale()
  const { session } = useSession()
  const navigate = useNavigate()
  const { versions: named } = route.useSearch()
  const model = useSectionTitle(t('compare.title'))
  const chosen = versionsFrom(
    named,
    model.versions.map(({ version }) => version),
  )
  return (
    <VersionsComparison
      model={model}
      chosen={chosen}
      rollouts={
        isAtLeast(session?.role ?? null, 'engineer') && (
          <VersionsRollouts model={model.name} versions={chosen} />
        )
      }
      onChoose={(versions) =>
        void navigate({
          to: '/models/$model/compare',
          params: { model: model.name },
          search: versions.length > 0 ? { versions: versions.join(',') } : {},
          replace: true,
          resetScroll: false,
        })
      }
    />
  )
}
