import { Button } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'

interface Props {
  /** A list that is read a page at a time. */
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

/** Leads on in a list; nothing where all of it is there. */
export function MoreButton({ list }: Props) {
  const { t } = useLocale()
  if (!list.hasNextPage) return null
  return (
    <Button
      variant="default"
      mt="lg"
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {t('list.more')}
    </Button>
  )
}
