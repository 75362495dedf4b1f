import { Skeleton, type SkeletonProps } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'

/** The place of something that is on its way, said to those who do not see it too. */
export function Loading(props: SkeletonProps) {
  const { t } = useLocale()
  return <Skeleton role="status" aria-label={t('state.loading')} {...props} />
}
