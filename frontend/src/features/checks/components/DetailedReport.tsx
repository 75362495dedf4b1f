import { Alert, Button } from '@mantine/core'
import { IconDownload, IconMicroscope } from '@tabler/icons-react'
import { useState } from 'react'

import { ErrorState } from '@/components/ui/ErrorState'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { save } from '@/lib/save'
import { requireSession } from '@/lib/session'

import { useAskForDetailedReport, useDetailedPage } from '../queries/checks'

/** Evidently's page on one check: written when somebody asks, then to be kept as a file. */
export function DetailedReport({ check }: { check: number }) {
  const { t } = useLocale()
  const [asking, setAsking] = useState(false)
  const [jobId, setJobId] = useState<number | null>(null)
  const ask = useAskForDetailedReport(check)
  const { page, failed, error, waiting } = useDetailedPage(check, jobId)
  const close = () => {
    setAsking(false)
    ask.reset()
  }
  return (
    <div style={{ marginBlock: 20 }}>
      {page === null ? (
        <Button
          variant="default"
          leftSection={<IconMicroscope size={17} stroke={1.8} />}
          loading={waiting}
          onClick={() =>
            void requireSession().then((session) => {
              setAsking(session !== null)
            })
          }
        >
          {t('checks.detailed')}
        </Button>
      ) : (
        <Button
          leftSection={<IconDownload size={17} stroke={1.8} />}
          onClick={() => {
            // Opened from here, the page's scripts would run as if they were ours, and its own
            // address asks for a password that only this page has.
            save(new Blob([page], { type: 'text/html' }), `check-${String(check)}.html`)
          }}
        >
          {t('checks.detailedSave')}
        </Button>
      )}
      <div role="status">
        {page !== null && (
          <Alert color="sea" mt="sm" p="xs">
            {t('checks.detailedDone')}
          </Alert>
        )}
        {failed !== null && (
          <Alert color="buoy" mt="sm" p="xs" title={t('checks.detailedFailed')}>
            {failed}
          </Alert>
        )}
      </div>
      {error && <ErrorState error={error} title={t('checks.detailedFailed')} />}
      <ReasonDialog
        opened={asking}
        title={t('checks.detailedTitle')}
        consequence={t('checks.detailedText')}
        confirm={t('checks.detailed')}
        error={ask.error}
        pending={ask.isPending}
        onConfirm={(reason) => {
          ask.mutate(reason, {
            onSuccess: (job) => {
              setJobId(job.id)
              close()
            },
          })
        }}
        onClose={close}
      />
    </div>
  )
}
