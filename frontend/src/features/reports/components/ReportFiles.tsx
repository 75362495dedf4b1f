import { Anchor, Text } from '@mantine/core'
import { IconDownload, IconExternalLink } from '@tabler/icons-react'

import type { Report, ReportFile } from '@/api/types'
import { Disclosure } from '@/components/ui/Disclosure'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { useLocale } from '@/lib/i18n/useLocale'

import { useReportFiles } from '../queries/reports'
import classes from './ReportsPanel.module.css'

const LANGUAGES = { en: 'report.english', 'pt-BR': 'report.portuguese' } as const
const FORMATS = { html: 'report.open', pdf: 'report.download' } as const

interface Props {
  report: Report
  window: string
  initiallyOpen: boolean
}

/** A report in each language, to open or to download. */
export function ReportFiles({ report, window, initiallyOpen }: Props) {
  const { t } = useLocale()
  return (
    <Disclosure
      label={t('report.read')}
      name={t('report.readOf', { window })}
      initiallyOpen={initiallyOpen}
    >
      <FileList report={report} window={window} />
    </Disclosure>
  )
}

function FileList({ report, window }: Omit<Props, 'initiallyOpen'>) {
  const { t, language, format } = useLocale()
  const files = useReportFiles(report)
  if (files.isPending) return <Loading height={56} />
  if (!files.data) {
    return (
      <ErrorState
        error={files.error}
        title={t('report.filesFailed')}
        onRetry={() => void files.refetch()}
      />
    )
  }
  const tags = (['en', 'pt-BR'] as const).toSorted(
    (one, other) => Number(other === language) - Number(one === language),
  )
  return (
    <>
      <dl className={classes.files}>
        {tags.map((tag) => (
          <div key={tag}>
            <dt>{t(LANGUAGES[tag])}</dt>
            {files.data
              .filter((file) => file.language === tag)
              .toSorted((one, other) => one.format.localeCompare(other.format))
              .map((file) => (
                <dd key={file.format}>
                  <FileLink file={file} window={window} />{' '}
                  <span className="dimmed">{format.bytes(file.size_bytes)}</span>
                </dd>
              ))}
          </div>
        ))}
      </dl>
      {report.written_at !== null && (
        <Text size="xs" c="dimmed">
          {t('report.written', { time: format.dateTime(report.written_at) })}
        </Text>
      )}
    </>
  )
}

function FileLink({ file, window }: { file: ReportFile; window: string }) {
  const { t } = useLocale()
  const isPage = file.format === 'html'
  const Icon = isPage ? IconExternalLink : IconDownload
  const title = t(FORMATS[file.format])
  return (
    <Anchor
      href={file.url}
      size="sm"
      className={classes.file}
      aria-label={`${title}: ${window}, ${t(LANGUAGES[file.language])}`}
      {...(isPage ? { target: '_blank', rel: 'noopener' } : { download: '' })}
    >
      <Icon size={16} stroke={1.8} aria-hidden="true" />
      {title}
    </Anchor>
  )
}
