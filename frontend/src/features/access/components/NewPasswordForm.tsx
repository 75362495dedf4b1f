import { Alert, Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'

import { ApiProblem } from '@/api/problem'
import { refusalText } from '@/components/ui/refusals'
import { useLocale } from '@/lib/i18n/useLocale'

import { useChangePassword } from '../queries/session'

const FEWEST_CHARACTERS = 12

interface Props {
  /** The password that somebody just signed in with; empty when it was not typed on this page. */
  known?: string
  /** Why a new one is needed. */
  why?: string
  /** Where one may choose not to. */
  onCancel?: () => void
  onChanged?: () => void
}

export function NewPasswordForm({ known = '', why, onCancel, onChanged }: Props) {
  const { t } = useLocale()
  const [current, setCurrent] = useState('')
  const [chosen, setChosen] = useState('')
  const change = useChangePassword()
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    change.mutate({ current: known || current, chosen }, { onSuccess: onChanged })
  }
  const eye = { 'aria-label': t('session.show') }
  return (
    <form onSubmit={submit}>
      <Stack>
        {why && (
          <Text size="sm" c="dimmed">
            {why}
          </Text>
        )}
        {!known && (
          <PasswordInput
            label={t('session.current')}
            visibilityToggleButtonProps={eye}
            autoComplete="current-password"
            required
            data-autofocus
            value={current}
            onChange={(event) => {
              setCurrent(event.currentTarget.value)
            }}
          />
        )}
        <PasswordInput
          label={t('session.new')}
          description={t('session.atLeast')}
          visibilityToggleButtonProps={eye}
          autoComplete="new-password"
          required
          minLength={FEWEST_CHARACTERS}
          data-autofocus={known ? true : undefined}
          value={chosen}
          onChange={(event) => {
            setChosen(event.currentTarget.value)
          }}
        />
        {change.error && (
          <Alert color="buoy" role="alert">
            <Failure error={change.error} />
          </Alert>
        )}
        <Group justify="space-between">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('action.cancel')}
            </Button>
          )}
          <Button type="submit" loading={change.isPending}>
            {t('session.set')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Failure({ error }: { error: Error }) {
  const { t } = useLocale()
  if (!(error instanceof ApiProblem)) return t('error.unexpected')
  if (error.status === 401) return t('session.wrongCurrent')
  if (error.status === 429) return t('session.tooMany', { count: error.retryAfterSeconds ?? 60 })
  if (error.status === 0) return t('error.offline')
  return refusalText(error, t) ?? error.message
}
