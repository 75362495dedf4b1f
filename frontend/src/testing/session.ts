import type { Role } from '@/lib/roles'
import { signedIn } from '@/lib/session'

/** What the API answers when ada has signed in. */
export const ADA = {
  name: 'ada',
  role: 'administrator',
  must_change_password: false,
  csrf_token: 'csrf of ada',
  issuer: null,
}

/** Whoever opens the next page is an administrator already. */
export function signInAda(): void {
  signedIn({
    name: 'ada',
    role: 'administrator',
    csrfToken: ADA.csrf_token,
    mustChangePassword: false,
    issuer: null,
  })
}

/** Whoever opens the next page is somebody with this role. */
export function signInAs(role: Role, name = 'ana'): void {
  signedIn({ name, role, csrfToken: `csrf of ${name}`, mustChangePassword: false, issuer: null })
}
