import { Text } from '@mantine/core'

import type { Policy } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Evidence } from '../evidence'
import { ComparisonFigure } from './ComparisonFigure'
import classes from './Evidence.module.css'
import { GateEvidence } from './GateEvidence'
import { GuardrailTable } from './GuardrailTable'

interface Props {
  evidence: Evidence
  policy: Policy | null
}

/** Everything that a step rests on, as figures. */
export function EvidenceView({ evidence, policy }: Props) {
  const { t, format } = useLocale()
  const { gate, pairs, guardrails } = evidence
  const margin = policy?.gate.margin ?? 0
  return (
    <div className={classes.parts}>
      {gate && (
        <div>
          <ComparisonFigure
            title={t('evidence.heldOut')}
            found={gate}
            margin={margin}
            demand="not_worse"
          />
          <GateEvidence gate={gate} />
        </div>
      )}
      {pairs && (
        <div>
          <ComparisonFigure
            title={t('evidence.live')}
            found={pairs}
            margin={margin}
            demand={policy?.shadow.demand ?? 'not_worse'}
          />
          <Text size="sm" c="dimmed" mt="xs">
            {t('evidence.coverage', {
              truth: format.percent(pairs.truthCoverage),
              dropped: format.percent(pairs.droppedShare, 0, 1),
            })}
          </Text>
        </div>
      )}
      {guardrails.length > 0 && <GuardrailTable guardrails={guardrails} />}
    </div>
  )
}
