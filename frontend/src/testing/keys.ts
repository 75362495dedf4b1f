/** Small documents for tests of keys, complete as the API sends them. */
import type { ApiKey, Person } from '@/api/types'

export const booking: ApiKey = {
  id: 7,
  owner: 'ada',
  name: 'booking',
  prefix: 'f00dcafe12',
  scopes: ['predict', 'outcomes'],
  effective_scopes: ['predict', 'outcomes'],
  requests_per_minute: 600,
  state: 'active',
  created_at: '2026-11-20T09:00:00Z',
  created_by: 'person:ada',
  expires_at: null,
  revoked_at: null,
  last_used_at: '2026-11-21T10:00:00Z',
  last_used_address: '203.0.113.9',
}

export const airportFeed: Person = {
  name: 'airport-feed',
  is_service: true,
  issuer: null,
  role: 'viewer',
  created_at: '2026-11-20T09:00:00Z',
  disabled_at: null,
  locked_until: null,
  must_change_password: false,
  last_signed_in_at: null,
}
