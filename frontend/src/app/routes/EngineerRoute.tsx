import { Outlet, useRouterState } from '@tanstack/react-router'

import { RequireRole } from '@/components/layout/RequireRole'
import { useLocale } from '@/lib/i18n/useLocale'

import { SECTIONS } from './sections'

/** What engineers work with; whoever comes by a link is asked to sign in first. */
export function EngineerRoute() {
  const { t } = useLocale()
  const path = useRouterState({ select: (state) => state.matches.at(-1)?.fullPath ?? '' })
  const section = SECTIONS.find((one) => path.startsWith(one.path))
  return (
    <RequireRole
      role={section?.least ?? 'engineer'}
      title={t('section.forEngineers')}
      lead={t('section.signInFirst')}
    >
      <Outlet />
    </RequireRole>
  )
}
