import { Button, Text } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'

import type { ValueFormulaDetail } from '@/api/types'
import { Disclosure } from '@/components/ui/Disclosure'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'
import { isAtLeast } from '@/lib/roles'
import { useSession } from '@/lib/session'

import { draftOf } from '../formula'
import { useValueFormula } from '../queries/value'
import { EstimateText } from './EstimateText'
import { FormulaText } from './FormulaText'
import { ValueDialog } from './ValueDialog'
import { ValueHistory } from './ValueHistory'

interface Props {
  model: string
  /** What it is called. */
  title: string
}

/** What a model's answers are worth, in the words of the business; engineers change it. */
export function ValuePanel({ model, title }: Props) {
  const { t } = useLocale()
  const { session } = useSession()
  const [editing, setEditing] = useState(false)
  const [done, setDone] = useState('')
  const value = useValueFormula(model)
  const mayEdit = isAtLeast(session?.role ?? null, 'engineer')
  const fits = value.data && (value.data.formula ?? value.data.suggested) !== null
  return (
    <Panel
      title={t('value.title', { model: title })}
      lead={t('value.lead')}
      aside={
        mayEdit &&
        fits && (
          <Button
            variant="default"
            leftSection={<IconPencil size={17} stroke={1.8} />}
            onClick={() => {
              setDone('')
              setEditing(true)
            }}
          >
            {value.data.formula ? t('value.change') : t('value.set')}
          </Button>
        )
      }
    >
      <p role="status" style={{ margin: 0, color: 'var(--farol-good)' }}>
        {done}
      </p>
      {value.isPending && <Loading height={120} />}
      {value.isError && (
        <ErrorState
          error={value.error}
          title={t('value.failed')}
          onRetry={() => void value.refetch()}
        />
      )}
      {value.data && <Formula detail={value.data} mayEdit={mayEdit} />}
      <Disclosure label={t('value.history')}>
        <ValueHistory model={model} labels={value.data?.labels ?? []} />
      </Disclosure>
      {editing && value.data && (
        <ValueDialog
          detail={value.data}
          onDone={() => {
            setEditing(false)
            setDone(t('value.done'))
          }}
          onClose={() => {
            setEditing(false)
          }}
        />
      )}
    </Panel>
  )
}

function Formula({ detail, mayEdit }: { detail: ValueFormulaDetail; mayEdit: boolean }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  const { formula, suggested, estimate, created_at, created_by, reason } = detail
  if (!formula) {
    if (!suggested) return <Text>{t('value.doesNotFit')}</Text>
    return <Text mb="sm">{mayEdit ? t('value.noneYet') : t('value.askEngineer')}</Text>
  }
  return (
    <>
      <FormulaText draft={draftOf(formula)} labels={detail.labels} currency={detail.currency} />
      {estimate && (
        <EstimateText estimate={estimate} unit={formula.unit} currency={detail.currency} />
      )}
      {created_at && created_by && (
        <Text size="sm" c="dimmed" my="sm">
          {t('value.setBy', { who: actorName(created_by), when: format.dateTime(created_at) })}{' '}
          {reason}
        </Text>
      )}
    </>
  )
}
