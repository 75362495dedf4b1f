import type { ApiKey } from '@/api/types'

export const STATE_NAMES = {
  active: 'keys.active',
  expired: 'keys.expired',
  revoked: 'keys.revoked',
  owner_disabled: 'keys.ownerDisabled',
} as const

export const STATE_COLOURS: Record<ApiKey['state'], string> = {
  active: 'sea',
  expired: 'gray',
  revoked: 'gray',
  owner_disabled: 'buoy',
}

const DAY_MS = 86_400_000
const SOON_DAYS = 14

/** Whole days until a key expires, where somebody should think of it; else null. */
export function daysLeft(key: ApiKey, now: Date): number | null {
  if (key.state !== 'active' || key.expires_at === null) return null
  const days = Math.floor((new Date(key.expires_at).getTime() - now.getTime()) / DAY_MS)
  return days <= SOON_DAYS ? Math.max(days, 0) : null
}
