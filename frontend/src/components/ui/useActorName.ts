import { useLocale } from '@/lib/i18n/useLocale'

/** Who did something, as people say it; the API writes `person:ada`, `key:ci`, `policy:…`, `system`. */
export function useActorName() {
  const { t } = useLocale()
  return (reference: string): string => {
    if (reference === 'system') return t('actor.system')
    const colon = reference.indexOf(':')
    const kind = reference.slice(0, Math.max(colon, 0))
    const name = reference.slice(colon + 1)
    if (kind === 'policy') return t('actor.policy')
    if (kind === 'replay') return t('actor.replay')
    if (kind === 'key') return t('actor.key', { name })
    if (kind === 'person') return name
    return reference
  }
}
