import { useMutation } from '@tanstack/react-query'

import { changePassword, signIn } from '@/api/session'
import { signedIn } from '@/lib/session'

export function useSignIn() {
  return useMutation({ mutationFn: signIn, onSuccess: signedIn })
}

interface PasswordChange {
  current: string
  chosen: string
}

export function useChangePassword() {
  return useMutation({
    mutationFn: ({ current, chosen }: PasswordChange) => changePassword(current, chosen),
    onSuccess: signedIn,
  })
}
