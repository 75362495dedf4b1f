import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'

import { ApiProblem } from '@/api/problem'
import { Dialog } from '@/components/ui/Dialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { signInDeclined, useSession } from '@/lib/session'

import { useSignIn } from '../queries/session'
import { NewPasswordForm } from './NewPasswordForm'
import { Providers } from './Providers'

/** Asks who it is, and for a new password where an administrator knows the present one. */
export default function SignInDialog() {
  const { t } = useLocale()
  const { mustChange } = useSession()
  const [password, setPassword] = useState('')
  return (
    <Dialog
      opened
      onClose={signInDeclined}
      title={t(mustChange ? 'session.choose' : 'session.title')}
      size="sm"
    >
      {mustChange ? (
        <NewPasswordForm known={password} why={t('session.chooseWhy')} onCancel={signInDeclined} />
      ) : (
        <SignInForm password={password} setPassword={setPassword} />
      )}
    </Dialog>
  )
}

interface SignInFormProps {
  password: string
  setPassword: (password: string) => void
}

function SignInForm({ password, setPassword }: SignInFormProps) {
  const { t } = useLocale()
  const [name, setName] = useState('')
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
        <Providers />
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
  if (error.status === 403) return t('session.locked')
  if (error.status === 429) {
    return t('session.tooMany', { count: error.retryAfterSeconds ?? 60 })
  }
  return error.status === 0 ? t('error.offline') : error.message
}
