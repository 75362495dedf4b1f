import type { ModelDetail } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'

import { usePromote, useRollBack } from '../queries/rollouts'

export type RolloutOrder =
  { kind: 'promote'; version: number } | { kind: 'rollBack'; version: number }

interface Props {
  model: ModelDetail
  order: RolloutOrder | null
  onClose: () => void
}

export function RolloutDialog({ model, order, onClose }: Props) {
  const { t } = useLocale()
  const promote = usePromote(model.name)
  const rollBack = useRollBack(model.name)
  const close = () => {
    promote.reset()
    rollBack.reset()
    onClose()
  }
  const common = {
    onClose: close,
    pending: promote.isPending || rollBack.isPending,
    error: promote.error ?? rollBack.error,
  }
  if (order?.kind === 'promote') {
    const { version } = order
    return (
      <ReasonDialog
        {...common}
        opened
        title={t('rollout.promoteTitle', { version })}
        consequence={
          model.champion === null
            ? t('rollout.promoteFirst', { version })
            : t('rollout.promoteText', { version, champion: model.champion })
        }
        confirm={t('versions.promote')}
        onConfirm={(reason) => {
          promote.mutate({ version, reason }, { onSuccess: close })
        }}
      />
    )
  }
  const version = order?.version ?? 0
  const champion = model.champion ?? 0
  return (
    <ReasonDialog
      {...common}
      opened={order !== null}
      title={t('rollout.rollBackTitle')}
      consequence={
        version === champion
          ? t('rollout.rollBackText', { champion })
          : t('rollout.rollBackCanary', { version, champion })
      }
      confirm={t('versions.rollBack')}
      onConfirm={(reason) => {
        rollBack.mutate({ version, reason }, { onSuccess: close })
      }}
    />
  )
}
