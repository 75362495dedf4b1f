import { useMutation } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import { basicAuthorization, type Session, signedIn } from '@/lib/session'

interface Credentials {
  name: string
  password: string
}

async function signIn({ name, password }: Credentials): Promise<Session> {
  const authorization = basicAuthorization(name, password)
  const answer = bodyOf(await api.GET('/v1/session', { headers: { authorization } }))
  return { ...answer, authorization }
}

export function useSignIn() {
  return useMutation({ mutationFn: signIn, onSuccess: signedIn })
}
