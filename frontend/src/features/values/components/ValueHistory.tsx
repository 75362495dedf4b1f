import { Text } from '@mantine/core'

import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { draftOf } from '../formula'
import { useValueFormula, useValueHistory } from '../queries/value'
import { FormulaText } from './FormulaText'

interface Props {
  model: string
  labels: string[]
}

/** Who set what when, and why; the newest first. */
export function ValueHistory({ model, labels }: Props) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  const history = useValueHistory(model)
  const currency = useValueFormula(model).data?.currency ?? 'USD'
  if (history.isPending) return <Loading height={80} />
  if (history.isError)
    return (
      <ErrorState
        error={history.error}
        title={t('value.failed')}
        onRetry={() => void history.refetch()}
      />
    )
  const versions = history.data.pages
    .flatMap((page) => page.versions)
    .filter(({ number }) => number > 0)
  if (versions.length === 0) return <Text c="dimmed">{t('value.noHistory')}</Text>
  return (
    <>
      <ol style={{ margin: 0, paddingLeft: 20 }}>
        {versions.map(({ number, formula, created_at, created_by, reason }) => (
          <li key={number}>
            {formula ? (
              <FormulaText draft={draftOf(formula)} labels={labels} currency={currency} />
            ) : (
              <Text>{t('value.tookAway')}</Text>
            )}
            <Text size="sm" c="dimmed" mb="xs">
              {created_by &&
                created_at &&
                t('value.setBy', {
                  who: actorName(created_by),
                  when: format.dateTime(created_at),
                })}{' '}
              {reason}
            </Text>
          </li>
        ))}
      </ol>
      <MoreButton list={history} />
    </>
  )
}
