import { Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

import type { Sealed, Version } from '../inBrowser/sealed'

const SHOWN = 12

/** Whether what was downloaded is what was sealed, or that nobody could tell. */
export function SealCheck({ sealed, version }: { sealed: Sealed; version: Version }) {
  const { t } = useLocale()
  const { verified, graphSha256 } = sealed
  const Icon = verified ? IconShieldCheck : IconAlertTriangle
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" role="status">
      <Icon
        size={18}
        color={verified ? 'var(--farol-good)' : undefined}
        style={{ flexShrink: 0 }}
        aria-hidden="true"
      />
      <Text size="sm">
        {verified
          ? t('inBrowser.verified', {
              version: version.version,
              digest: version.digest.slice(0, SHOWN),
              graph: graphSha256.slice(0, SHOWN),
            })
          : t('inBrowser.notVerified')}
      </Text>
    </Group>
  )
}
