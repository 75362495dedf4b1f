import { Alert, Button, Group, Progress, Text } from '@mantine/core'
import { IconAlertTriangle, IconFileCheck, IconFileTypePdf } from '@tabler/icons-react'

import type { BoardReport } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { useLocale } from '@/lib/i18n/useLocale'

import { isOver } from '../queries/exports'
import { daysLater } from '../search'
import type { Exports } from '../useExports'
import classes from './Export.module.css'
import { PaperLinks } from './PaperLinks'

/** How an export is getting on, and what to do where one failed. */
export function ExportNote({ exports }: { exports: Exports }) {
  const { t } = useLocale()
  const { workbook, print, paper } = exports
  return (
    <div className={classes.notes}>
      {workbook.isError && (
        <ErrorState
          error={workbook.error}
          title={t('dashboard.excelFailed')}
          onRetry={exports.saveWorkbook}
        />
      )}
      {print.isError && (
        <ErrorState
          error={print.error}
          title={t('dashboard.pdfFailed')}
          onRetry={exports.printPaper}
        />
      )}
      {exports.isShown && paper.isError && !paper.data && (
        <ErrorState
          error={paper.error}
          title={t('dashboard.pdfUnknown')}
          onRetry={() => void paper.refetch()}
        />
      )}
      {exports.isShown && paper.data && <PaperNote paper={paper.data} exports={exports} />}
    </div>
  )
}

function PaperNote({ paper, exports }: { paper: BoardReport; exports: Exports }) {
  const { t, format } = useLocale()
  const { job } = paper
  const days = t('dashboard.span', {
    from: format.day(paper.period.start),
    to: format.day(daysLater(paper.period.end, -1)),
  })
  const isWritten = job.state === 'succeeded'
  const hasFailed = isOver(paper) && !isWritten
  const Icon = hasFailed ? IconAlertTriangle : isWritten ? IconFileCheck : IconFileTypePdf
  return (
    <Alert
      role="status"
      color={hasFailed ? 'buoy' : isWritten ? 'sea' : 'beam'}
      icon={<Icon size={20} />}
      title={
        hasFailed
          ? t('dashboard.pdfFailed')
          : isWritten
            ? t('dashboard.pdfReady', { days })
            : t('dashboard.pdfGoesOn', { days })
      }
      withCloseButton={isOver(paper)}
      closeButtonLabel={t('action.close')}
      onClose={exports.putAway}
    >
      {isWritten && <PaperLinks paper={paper} days={days} />}
      {hasFailed && <Failure paper={paper} exports={exports} />}
      {!isOver(paper) && (
        <>
          <Progress value={job.progress * 100} animated aria-label={t('dashboard.pdfProgress')} />
          <Text size="sm" mt={8}>
            {t('dashboard.pdfLeave')}
          </Text>
        </>
      )}
    </Alert>
  )
}

function Failure({ paper, exports }: { paper: BoardReport; exports: Exports }) {
  const { t } = useLocale()
  const { job } = paper
  return (
    <>
      {job.error && (
        <Text size="sm" lang="en">
          {job.error}
        </Text>
      )}
      <Text size="sm" mt={4}>
        {t('dashboard.pdfQuote', { job: String(job.id) })}
      </Text>
      <Group mt="sm">
        <Button size="sm" variant="default" onClick={exports.printPaper}>
          {t('action.retry')}
        </Button>
      </Group>
    </>
  )
}
