import { Alert, Button, Divider, Text } from '@mantine/core'
import { IconAlertTriangle, IconBuilding } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'
import { currentPath } from '@/lib/location'
import { useSession } from '@/lib/session'

import { useProviders } from '../queries/session'

/** What the server leads back with. */
const REASONS = {
  unavailable: 'provider.unavailable',
  cancelled: 'provider.cancelled',
  expired: 'provider.expired',
  refused: 'provider.refused',
  'no-role': 'provider.noRole',
  disabled: 'provider.disabled',
} as const

function isReason(why: string): why is keyof typeof REASONS {
  return why in REASONS
}

/** The way by an OpenID Connect provider, where there is one, and why the last try failed. */
export function Providers() {
  const { t } = useLocale()
  const { data: providers = [] } = useProviders()
  return (
    <>
      <Failure />
      {providers.map(({ label, sign_in_path: path }) => (
        <Button
          key={path}
          component="a"
          href={`${path}?return_to=${encodeURIComponent(currentPath())}`}
          variant="default"
          fullWidth
          leftSection={<IconBuilding size={18} stroke={1.7} />}
        >
          {t('provider.signInWith', { label })}
        </Button>
      ))}
      {providers.length > 0 && <Divider label={t('provider.or')} />}
    </>
  )
}

function Failure() {
  const { t } = useLocale()
  const { failure } = useSession()
  if (!failure) return null
  const reason = isReason(failure.why) ? failure.why : 'refused'
  return (
    <Alert color="buoy" role="alert" icon={<IconAlertTriangle size={20} />}>
      {t(REASONS[reason])}
      <Text size="xs" c="dimmed" mt="xs">
        {t('error.requestId')} <span className="mono">{failure.requestId}</span>
      </Text>
    </Alert>
  )
}
