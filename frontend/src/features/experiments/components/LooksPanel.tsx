import { Text, Title } from '@mantine/core'

import type { ExperimentDetail, ExperimentLook } from '@/api/types'
import { Disclosure } from '@/components/ui/Disclosure'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Experiments.module.css'

const SHOWN_AT_ONCE = 5

/** Each time that somebody looked, what was known then, and how the shares moved. */
export function LooksPanel({ experiment }: { experiment: ExperimentDetail }) {
  const { t, format } = useLocale()
  const { looks, allocations } = experiment
  const earlier = looks.slice(SHOWN_AT_ONCE)
  return (
    <Panel title={t('experiment.looks')} lead={t('experiment.looksLead')}>
      <LookList looks={looks.slice(0, SHOWN_AT_ONCE)} />
      {earlier.length > 0 && (
        <Disclosure label={t('experiment.earlierLooks', { looks: format.integer(earlier.length) })}>
          <LookList looks={earlier} />
        </Disclosure>
      )}
      {allocations.length > 1 && (
        <>
          <Title order={3} mt="xl" mb="xs">
            {t('experiment.shares')}
          </Title>
          <ol className={classes.list}>
            {allocations.toReversed().map((allocation) => (
              <li key={allocation.number}>
                <Text size="sm">
                  {Object.entries(allocation.shares)
                    .map(([arm, share]) => `${arm} ${format.percent(share, 0, 1)}`)
                    .join(' · ')}
                </Text>
                <Text size="xs" c="dimmed">
                  {format.dateTime(allocation.at)} · <span lang="en">{allocation.reason}</span>
                </Text>
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  )
}

function LookList({ looks }: { looks: ExperimentLook[] }) {
  const { t, text, format } = useLocale()
  return (
    <ol className={classes.list}>
      {looks.map((look) => (
        <li key={look.at}>
          <Text size="sm">{text(look.sentences)}</Text>
          <Text size="xs" c="dimmed">
            {t('experiment.look', {
              time: format.dateTime(look.at),
              subjects: format.integer(look.subjects),
            })}
          </Text>
        </li>
      ))}
    </ol>
  )
}
