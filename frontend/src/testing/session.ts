import { basicAuthorization, signedIn } from '@/lib/session'

/** Whoever opens the next page is an administrator already. */
export function signInAda(): void {
  signedIn({
    name: 'ada',
    role: 'administrator',
    authorization: basicAuthorization('ada', 'right'),
  })
}
