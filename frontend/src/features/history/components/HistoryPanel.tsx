import { Button, Group, Progress, Text } from '@mantine/core'
import { IconPlayerTrackNext } from '@tabler/icons-react'
import type { ReactNode } from 'react'

import type { HistoryState } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'
import { useMayTry } from '@/lib/session'

import { isUnderWay, useLoadHistory } from '../queries/history'
import { RemoveHistoryButton } from './RemoveHistoryButton'

interface Props {
  history: HistoryState
  /** Leads to the replay's own pages. */
  open: ReactNode
}

/** Beside real traffic: offers the recorded history, shows how far it is, and leads to it. */
export function HistoryPanel({ history, open }: Props) {
  const words = useWords(history)
  return (
    <Panel title={words.title} lead={words.lead}>
      {isUnderWay(history) && <Advance history={history} />}
      <Group gap="sm" mt={isUnderWay(history) ? 'md' : 0}>
        {history.predictions > 0 && !history.is_going && open}
        <LoadButton history={history} />
        {history.status !== 'absent' && history.status !== 'removing' && (
          <RemoveHistoryButton history={history} />
        )}
      </Group>
    </Panel>
  )
}

function useWords(history: HistoryState): { title: string; lead: string } {
  const { t, format } = useLocale()
  const { replay, status, job } = history
  const weeks = replay.shifted_weeks
  const why = job?.error ?? t('history.cancelled')
  if (status === 'absent') {
    return {
      title: t('history.offerTitle'),
      lead: t('history.offerText', { weeks, oneIn: replay.one_in }),
    }
  }
  if (status === 'loading') return { title: t('history.loading'), lead: t('history.loadingText') }
  if (status === 'removing') return { title: t('history.removing'), lead: '' }
  if (status === 'stopped') {
    return history.is_going
      ? { title: t('history.removalStopped'), lead: t('history.removalStoppedText', { why }) }
      : { title: t('history.stopped'), lead: t('history.stoppedText', { why }) }
  }
  return {
    title: t('history.loaded'),
    lead: t('history.loadedText', { weeks, predictions: format.integer(history.predictions) }),
  }
}

function Advance({ history }: { history: HistoryState }) {
  const { t, format } = useLocale()
  const share = history.job?.progress ?? 0
  const loads = history.status === 'loading'
  const said = { share: format.percent(share) }
  return (
    <>
      <Progress.Root size="lg">
        <Progress.Section
          value={share * 100}
          aria-label={loads ? t('history.loading') : t('history.removing')}
        />
      </Progress.Root>
      <Text size="sm" c="dimmed" mt="xs">
        {loads ? t('history.progress', said) : t('history.removed', said)}
        {history.job?.message && (
          <>
            {' · '}
            <span lang="en">{history.job.message}</span>
          </>
        )}
      </Text>
    </>
  )
}

function LoadButton({ history }: { history: HistoryState }) {
  const { t } = useLocale()
  const load = useLoadHistory()
  const mayLoad = useMayTry('engineer')
  const goesOn = history.status === 'stopped' && !history.is_going
  if (history.status !== 'absent' && !goesOn) return null
  if (!mayLoad) return <Text size="sm">{t('history.forEngineers')}</Text>
  return (
    <>
      <Button
        leftSection={<IconPlayerTrackNext size={17} stroke={1.8} aria-hidden="true" />}
        loading={load.isPending}
        onClick={() => {
          load.mutate(undefined)
        }}
      >
        {goesOn ? t('history.goOn') : t('history.load')}
      </Button>
      {history.status === 'absent' && (
        <Text size="sm" c="dimmed">
          {t('history.offerTime')}
        </Text>
      )}
      {load.error && <ErrorState error={load.error} title={t('history.loadingFailed')} />}
    </>
  )
}
