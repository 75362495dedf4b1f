import { ActionIcon } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

export function PaletteButton({ onClick }: { onClick: () => void }) {
  const { t } = useLocale()
  const label = t('shell.find')
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      aria-label={label}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      title={`${label} (Ctrl K)`}
      onClick={onClick}
    >
      <IconSearch size={19} stroke={1.7} />
    </ActionIcon>
  )
}
