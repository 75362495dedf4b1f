import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, bodyOf } from '@/api/client'
import { changePassword, signIn } from '@/api/session'
import { signedIn } from '@/lib/session'

const BROWSERS = ['own-browsers']

/** What one can sign in with beside a password; without an answer there is the password. */
export function useProviders() {
  return useQuery({
    queryKey: ['sign-in-providers'],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/session/providers', { signal })).providers,
    staleTime: Infinity,
    retry: false,
  })
}

export function useSignIn() {
  return useMutation({ mutationFn: signIn, onSuccess: signedIn })
}

interface PasswordChange {
  current: string
  chosen: string
}

/** It signs out every other browser. */
export function useChangePassword() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ current, chosen }: PasswordChange) => changePassword(current, chosen),
    onSuccess: (session) => {
      signedIn(session)
      return queryClient.invalidateQueries({ queryKey: BROWSERS })
    },
  })
}

/** @param name - whose: one person's are not shown to the next. */
export function useOwnBrowsers(name: string) {
  return useQuery({
    queryKey: [...BROWSERS, name],
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/v1/session/browsers', { signal })).sessions,
  })
}

export function useSignOutElsewhere() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => api.DELETE('/v1/session/browsers'),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: BROWSERS }),
  })
}
