import type { NavigationEntry } from '@/components/layout/entries'

/** Where the header leads, in this order; to add a page is to add its line. */
export const NAVIGATION: readonly NavigationEntry[] = [
  { to: '/dashboard', title: 'navigation.dashboard', least: 'viewer', place: 'bar' },
  { to: '/', title: 'navigation.models', least: null, place: 'bar' },
  { to: '/runs', title: 'navigation.runs', least: 'engineer', place: 'person' },
  { to: '/drafts', title: 'navigation.drafts', least: 'engineer', place: 'person' },
  { to: '/overview', title: 'navigation.overview', least: 'viewer', place: 'bar' },
  { to: '/alerts', title: 'navigation.alerts', least: 'viewer', place: 'bar' },
  { to: '/jobs', title: 'navigation.jobs', least: 'engineer', place: 'bar' },
  { to: '/account', title: 'navigation.account', least: 'viewer', place: 'person' },
  { to: '/keys', title: 'navigation.keys', least: 'viewer', place: 'person' },
  { to: '/people', title: 'navigation.people', least: 'administrator', place: 'person' },
  { to: '/audit', title: 'navigation.audit', least: 'administrator', place: 'person' },
]
