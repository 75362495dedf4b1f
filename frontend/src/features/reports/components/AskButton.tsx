import { Button, SimpleGrid, TextInput } from '@mantine/core'
import { IconFilePlus } from '@tabler/icons-react'
import { useState } from 'react'

import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession, useMayTry } from '@/lib/session'

import { useAskForReport } from '../queries/reports'
import { type Days, lastWeek, windowOf } from '../windows'

/** Asks for a report on any days; it appears in the list at once, and is written meanwhile. */
export function AskButton({ model }: { model: string }) {
  const { t } = useLocale()
  const [days, setDays] = useState<Days | null>(null)
  const ask = useAskForReport(model)
  const mayAsk = useMayTry('engineer')
  const close = () => {
    setDays(null)
    ask.reset()
  }
  if (!mayAsk) return null
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFilePlus size={17} stroke={1.8} />}
        onClick={() =>
          void requireSession().then((session) => {
            if (session) setDays(lastWeek(new Date()))
          })
        }
      >
        {t('report.ask')}
      </Button>
      <ReasonDialog
        opened={days !== null}
        title={t('report.askTitle')}
        consequence={t('report.askText')}
        confirm={t('report.ask')}
        error={ask.error}
        pending={ask.isPending}
        onConfirm={(reason) => {
          if (days) ask.mutate({ ...windowOf(days), reason }, { onSuccess: close })
        }}
        onClose={close}
      >
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            type="date"
            required
            label={t('report.first')}
            value={days?.first ?? ''}
            onChange={(event) => {
              const first = event.currentTarget.value
              setDays((current) => current && { ...current, first })
            }}
          />
          <TextInput
            type="date"
            required
            label={t('report.last')}
            min={days?.first}
            value={days?.last ?? ''}
            onChange={(event) => {
              const last = event.currentTarget.value
              setDays((current) => current && { ...current, last })
            }}
          />
        </SimpleGrid>
      </ReasonDialog>
    </>
  )
}
