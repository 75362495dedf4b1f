import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'

import { ApiProblem } from '@/api/problem'
import { Dialog } from '@/components/ui/Dialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { signInDeclined } from '@/lib/session'

import { useSignIn } from '../queries/session'

export default function SignInDialog() {
  const { t } = useLocale()
  return (
    <Dialog opened onClose={signInDeclined} title={t('session.title')} size="sm">
      <SignInForm />
    </Dialog>
  )
}

function SignInForm() {
  const { t } = useLocale()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useSignIn()
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    signIn.mutate({ name, password })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('session.why')}
        </Text>
        <TextInput
          label={t('session.name')}
          autoComplete="username"
          required
          data-autofocus
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value)
          }}
        />
        <PasswordInput
          label={t('session.password')}
          visibilityToggleButtonProps={{ 'aria-label': t('session.show') }}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => {
            setPassword(event.currentTarget.value)
          }}
        />
        {signIn.error && (
          <Alert color="buoy" role="alert">
            <SignInFailure error={signIn.error} />
          </Alert>
        )}
        <Group justify="space-between">
          <Button variant="default" onClick={signInDeclined}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={signIn.isPending}>
            {t('session.signIn')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function SignInFailure({ error }: { error: Error }) {
  const { t } = useLocale()
  if (!(error instanceof ApiProblem)) return t('error.unexpected')
  if (error.status === 401) return t('session.wrong')
  if (error.status === 429) {
    return t('session.tooMany', { count: error.retryAfterSeconds ?? 60 })
  }
  return error.status === 0 ? t('error.offline') : error.message
}
