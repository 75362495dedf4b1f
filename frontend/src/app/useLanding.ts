import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

import { useSession } from '@/lib/session'

/** Whoever comes in by the front door as a viewer is led to the dashboard. From there the models
 * are a click away, and that click is not turned back. */
export function useLanding(): void {
  const { session } = useSession()
  const router = useRouter()
  const role = session?.role ?? null
  const led = useRef<string | null>(null)
  useEffect(() => {
    if (led.current === role) return
    led.current = role
    if (role === 'viewer' && router.state.location.pathname === '/')
      void router.navigate({ to: '/dashboard', replace: true })
  }, [role, router])
}
