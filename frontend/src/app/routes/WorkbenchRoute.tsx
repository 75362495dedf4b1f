import { Page } from '@/components/layout/Page'
import { RequireRole } from '@/components/layout/RequireRole'
import { OverviewList } from '@/features/overview/components/OverviewList'
import { ToolLinks } from '@/features/tools/components/ToolLinks'
import { useLocale } from '@/lib/i18n/useLocale'

export function WorkbenchRoute() {
  const { t } = useLocale()
  return (
    <Page title={t('overview.title')} size={1200}>
      <RequireRole role="viewer">
        <ToolLinks />
        <OverviewList />
      </RequireRole>
    </Page>
  )
}
