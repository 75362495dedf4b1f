import { Button, Group } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'

import type { ExperimentAction, ExperimentDetail } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession } from '@/lib/session'

import { useActOnExperiment } from '../queries/experiments'

const ICONS = { start: IconPlayerPlay, stop: IconPlayerStop, discard: IconTrash } as const

const TITLES = {
  start: 'experiment.start',
  stop: 'experiment.stop',
  discard: 'experiment.discard',
} as const

const CONSEQUENCES = {
  start: 'experiment.startText',
  stop: 'experiment.stopText',
  discard: 'experiment.discardText',
} as const

const POSSIBLE: Record<ExperimentDetail['status'], readonly ExperimentAction[]> = {
  draft: ['start', 'discard'],
  running: ['stop'],
  stopped: [],
  discarded: [],
}

interface Order {
  action: ExperimentAction
  /** The revision that was on the screen when it was decided. */
  revision: number
}

/** What a person may do now; each asks for a reason first. */
export function ExperimentActions({ experiment }: { experiment: ExperimentDetail }) {
  const { t } = useLocale()
  const [order, setOrder] = useState<Order | null>(null)
  const act = useActOnExperiment(experiment.id)
  const close = () => {
    setOrder(null)
    act.reset()
  }
  const shown = order?.action ?? 'start'
  return (
    <>
      <Group gap="xs" mt="md">
        {POSSIBLE[experiment.status].map((action) => {
          const Icon = ICONS[action]
          return (
            <Button
              key={action}
              variant={action === 'start' ? 'filled' : 'default'}
              leftSection={<Icon size={17} stroke={1.8} />}
              onClick={() =>
                void requireSession().then((session) => {
                  if (session) setOrder({ action, revision: experiment.revision })
                })
              }
            >
              {t(TITLES[action])}
            </Button>
          )
        })}
      </Group>
      <ReasonDialog
        opened={order !== null}
        title={t('experiment.actionTitle', { action: t(TITLES[shown]), name: experiment.name })}
        consequence={t(CONSEQUENCES[shown])}
        confirm={t(TITLES[shown])}
        error={act.error}
        pending={act.isPending}
        onConfirm={(reason) => {
          if (!order) return
          act.mutate(
            { action: order.action, reason, seen_revision: order.revision },
            { onSuccess: close },
          )
        }}
        onClose={close}
      />
    </>
  )
}
