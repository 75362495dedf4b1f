import { Text } from '@mantine/core'

import type { Policy, RolloutTransition } from '@/api/types'
import { Disclosure } from '@/components/ui/Disclosure'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { evidenceFrom } from '../evidence'
import { useStepTitle } from './useStepTitle'
import { EvidenceView } from './EvidenceView'
import classes from './TransitionList.module.css'

interface Props {
  transitions: RolloutTransition[]
  policy: Policy | null
}

/** Every step, newest first: who took it, when, why, and on what evidence. */
export function TransitionList({ transitions, policy }: Props) {
  const { t } = useLocale()
  return (
    <ol className={classes.steps} reversed aria-label={t('rollouts.steps')}>
      {transitions.toReversed().map((transition) => (
        <Step key={transition.revision} transition={transition} policy={policy} />
      ))}
    </ol>
  )
}

function Step({ transition, policy }: { transition: RolloutTransition; policy: Policy | null }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  const stepTitle = useStepTitle()
  return (
    <li>
      <Text fw={560} size="sm">
        {stepTitle(transition)}
      </Text>
      <Text size="sm" lang="en">
        {transition.reason}
      </Text>
      <Text size="xs" c="dimmed">
        {actorName(transition.actor)} · {format.dateTime(transition.at)}
      </Text>
      {transition.evidence && (
        <Disclosure label={t('rollouts.evidence')}>
          <EvidenceView evidence={evidenceFrom(transition.evidence)} policy={policy} />
        </Disclosure>
      )}
    </li>
  )
}
