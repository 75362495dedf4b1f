import { Alert, Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'

import { ApiProblem } from '@/api/problem'
import { useLocale } from '@/lib/i18n/useLocale'
import { signInDeclined } from '@/lib/session'

import { useChangePassword } from '../queries/session'

const FEWEST_CHARACTERS = 12

interface Props {
  /** The password that somebody just signed in with; empty when it was not typed on this page. */
  known: string
}

export function NewPasswordForm({ known }: Props) {
  const { t } = useLocale()
  const [current, setCurrent] = useState('')
  const [chosen, setChosen] = useState('')
  const change = useChangePassword()
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    change.mutate({ current: known || current, chosen })
  }
  const eye = { 'aria-label': t('session.show') }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('session.chooseWhy')}
        </Text>
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
          <Button variant="default" onClick={signInDeclined}>
            {t('action.cancel')}
          </Button>
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
  return error.status === 0 ? t('error.offline') : error.message
}
