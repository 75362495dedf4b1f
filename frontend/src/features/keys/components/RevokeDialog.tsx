import type { ApiKey } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'

import { useRevokeKey } from '../queries/keys'

interface Props {
  apiKey: ApiKey
  onRevoked: () => void
  onClose: () => void
}

export function RevokeDialog({ apiKey, onRevoked, onClose }: Props) {
  const { t, format } = useLocale()
  const revoke = useRevokeKey(apiKey.id)
  const used = apiKey.last_used_at
    ? t('keys.revokeUsed', { time: format.dateTime(apiKey.last_used_at) })
    : t('keys.revokeUnused')
  return (
    <ReasonDialog
      opened
      title={t('keys.revokeTitle', { name: apiKey.name })}
      consequence={`${t('keys.revokeText')} ${used}`}
      confirm={t('keys.revoke')}
      error={revoke.error}
      pending={revoke.isPending}
      onConfirm={(reason) => {
        revoke.mutate(reason, { onSuccess: onRevoked })
      }}
      onClose={onClose}
    />
  )
}
