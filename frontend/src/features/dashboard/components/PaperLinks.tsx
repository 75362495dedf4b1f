import { Button, Group } from '@mantine/core'
import { IconDownload, IconExternalLink } from '@tabler/icons-react'

import type { BoardReport } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

interface Props {
  paper: Pick<BoardReport, 'files'>
  /** That it is about. */
  days: string
}

/** A written one in the reader's language. */
export function PaperLinks({ paper, days }: Props) {
  const { t, language } = useLocale()
  const file = paper.files.find((one) => one.language === language) ?? paper.files[0]
  if (file === undefined) return null
  return (
    <Group gap="xs">
      <Button
        component="a"
        size="sm"
        variant="default"
        href={file.url}
        target="_blank"
        rel="noopener"
        leftSection={<IconExternalLink size={17} stroke={1.8} />}
        aria-label={t('dashboard.openPdfOf', { days })}
      >
        {t('dashboard.openPdf')}
      </Button>
      <Button
        component="a"
        size="sm"
        variant="default"
        href={file.url}
        download
        leftSection={<IconDownload size={17} stroke={1.8} />}
        aria-label={t('dashboard.downloadPdfOf', { days })}
      >
        {t('dashboard.downloadPdf')}
      </Button>
    </Group>
  )
}
