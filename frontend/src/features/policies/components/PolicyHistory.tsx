import { Text } from '@mantine/core'

import type { PolicyVersion } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { usePolicyHistory } from '../queries/policy'
import { changes } from '../values'
import { ChangeList } from './ChangeList'
import classes from './PolicyHistory.module.css'

/** Who changed the policy, when, why and how. */
export function PolicyHistory({ model }: { model: string }) {
  const { t } = useLocale()
  const history = usePolicyHistory(model)
  const versions = history.data?.pages.flatMap((page) => page.versions) ?? []
  return (
    <Panel title={t('policy.history')}>
      {history.isPending && <Loading height={120} />}
      {history.isError && !history.data && (
        <ErrorState
          error={history.error}
          title={t('policy.historyFailed')}
          onRetry={() => void history.refetch()}
        />
      )}
      {history.data && versions.length === 0 && <Text c="dimmed">{t('policy.historyNone')}</Text>}
      <ol className={classes.versions}>
        {versions.map((version, index) => (
          <Version key={version.number} version={version} before={versions[index + 1]} />
        ))}
      </ol>
      <MoreButton list={history} />
    </Panel>
  )
}

interface VersionProps {
  version: PolicyVersion
  before: PolicyVersion | undefined
}

function Version({ version, before }: VersionProps) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  return (
    <li>
      <h3 className={classes.title}>{t('model.versionNumber', { version: version.number })}</h3>
      <Text size="sm">{version.reason}</Text>
      <Text size="xs" c="dimmed" mb="xs">
        {actorName(version.created_by ?? '')}
        {version.created_at !== null && ` · ${format.dateTime(version.created_at)}`}
      </Text>
      {before ? (
        <ChangeList changes={changes(before.policy, version.policy)} />
      ) : (
        <Text size="sm" c="dimmed">
          {version.number === 1 ? t('policy.firstVersion') : t('policy.earlierCut')}
        </Text>
      )}
    </li>
  )
}
