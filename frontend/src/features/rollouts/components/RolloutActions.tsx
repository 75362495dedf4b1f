import { Button, Group } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowUpCircle,
  IconCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconX,
} from '@tabler/icons-react'
import { useState } from 'react'

import type { Policy, RolloutAction, RolloutDetail } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession } from '@/lib/session'

import { useActOnRollout } from '../queries/list'
import { possibleActions } from '../stages'

const ICONS = {
  approve: IconCheck,
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  promote: IconArrowUpCircle,
  roll_back: IconArrowBackUp,
  abort: IconX,
} as const

const TITLES = {
  approve: 'rolloutAction.approve',
  pause: 'rolloutAction.pause',
  resume: 'rolloutAction.resume',
  promote: 'rolloutAction.promote',
  roll_back: 'rolloutAction.rollBack',
  abort: 'rolloutAction.abort',
} as const

const CONSEQUENCES = {
  approve: 'rolloutAction.approveText',
  pause: 'rolloutAction.pauseText',
  resume: 'rolloutAction.resumeText',
  promote: 'rolloutAction.promoteText',
  roll_back: 'rolloutAction.rollBackText',
  abort: 'rolloutAction.abortText',
} as const

interface Order {
  action: RolloutAction
  /** The revision that was on the screen when it was decided. */
  revision: number
}

interface Props {
  rollout: RolloutDetail
  policy: Policy | null
}

/** What a person may do now; each asks for a reason first. */
export function RolloutActions({ rollout, policy }: Props) {
  const { t } = useLocale()
  const [order, setOrder] = useState<Order | null>(null)
  const act = useActOnRollout()
  const { version } = rollout
  const close = () => {
    setOrder(null)
    act.reset()
  }
  const title = (action: RolloutAction) =>
    action === 'approve' && rollout.stage === 'promoted'
      ? t('rolloutAction.endProbation')
      : t(TITLES[action])
  return (
    <>
      <Group gap="xs">
        {possibleActions(rollout, policy).map((action) => {
          const Icon = ICONS[action]
          return (
            <Button
              key={action}
              variant={action === 'approve' || action === 'resume' ? 'filled' : 'default'}
              leftSection={<Icon size={17} stroke={1.8} />}
              onClick={() =>
                void requireSession().then((session) => {
                  if (session) setOrder({ action, revision: rollout.revision })
                })
              }
            >
              {title(action)}
            </Button>
          )
        })}
      </Group>
      <ReasonDialog
        opened={order !== null}
        title={t('rolloutAction.title', {
          action: title(order?.action ?? 'pause'),
          version,
        })}
        consequence={t(CONSEQUENCES[order?.action ?? 'pause'], { version })}
        confirm={title(order?.action ?? 'pause')}
        error={act.error}
        pending={act.isPending}
        onConfirm={(reason) => {
          if (!order) return
          act.mutate(
            { rollout: rollout.id, action: order.action, reason, seen_revision: order.revision },
            { onSuccess: close },
          )
        }}
        onClose={close}
      />
    </>
  )
}
