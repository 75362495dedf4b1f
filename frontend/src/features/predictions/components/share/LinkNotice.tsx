import { Alert, Button, Group } from '@mantine/core'
import { IconLink, IconLinkOff } from '@tabler/icons-react'
import type { TFunction } from 'i18next'

import { useLocale } from '@/lib/i18n/useLocale'

import type { TryIt } from '../useTryIt'
import type { LinkNotice as Notice } from './useSharedLink'

function said(notice: Notice, t: TFunction): string {
  switch (notice.kind) {
    case 'broken':
      return t('share.broken')
    case 'gone':
      return t('share.gone', { version: notice.version })
    case 'other':
      return t('share.other', { version: notice.version, now: notice.now })
    case 'pinned':
      return t('share.pinned', { version: notice.version })
  }
}

/** What a reader of a link has to know: who answers now, or that it cannot be read. */
export function LinkNotice({ notice, tryIt }: { notice: Notice; tryIt: TryIt }) {
  const { t } = useLocale()
  const isBroken = notice.kind === 'broken'
  const Icon = isBroken ? IconLinkOff : IconLink
  return (
    <Alert
      icon={<Icon size={20} />}
      color={isBroken ? 'buoy' : 'sea'}
      radius="lg"
      mb="lg"
      role={isBroken ? 'alert' : 'status'}
    >
      <Group gap="sm" justify="space-between">
        <span>{said(notice, t)}</span>
        {notice.kind === 'pinned' && (
          <Button size="compact-sm" variant="default" onClick={tryIt.unpin}>
            {t('share.unpin')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
