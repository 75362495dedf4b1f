import { ActionIcon, type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

const ICONS = { auto: IconSunMoon, light: IconSun, dark: IconMoon } as const
const TITLES = {
  auto: 'shell.schemeAuto',
  light: 'shell.schemeLight',
  dark: 'shell.schemeDark',
} as const
const NEXT: Record<MantineColorScheme, MantineColorScheme> = {
  auto: 'light',
  light: 'dark',
  dark: 'auto',
}

/** Goes round the three: a menu would cost the first load more code than the header itself. */
export function ColorSchemeButton() {
  const { t } = useLocale()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const Icon = ICONS[colorScheme]
  const label = `${t('shell.scheme')}: ${t(TITLES[colorScheme])}`
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      aria-label={label}
      title={label}
      onClick={() => {
        setColorScheme(NEXT[colorScheme])
      }}
    >
      <Icon size={19} stroke={1.7} />
    </ActionIcon>
  )
}
