import { NativeSelect, NumberInput, SimpleGrid, Switch, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'

import type { ValueFormula, ValueFormulaDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'

import { type Draft, draftOf, formulaOf, SHAPES } from '../formula'
import { useSetValue, useValuePreview } from '../queries/value'
import { EstimateText } from './EstimateText'
import { FormulaText } from './FormulaText'

const MOST_CHARACTERS = 30
const MOST_WORTH = 1e12
const TYPING_MS = 400

interface Props {
  detail: ValueFormulaDetail
  onDone: () => void
  onClose: () => void
}

/** A formula in the words of the business, with what it would make of the last days. */
export function ValueDialog({ detail, onDone, onClose }: Props) {
  const { t } = useLocale()
  const start = detail.formula ?? detail.suggested
  const [draft, setDraft] = useState<Draft | null>(start && draftOf(start))
  const [takenAway, setTakenAway] = useState(false)
  const formula = draft && formulaOf(draft)
  const [tried] = useDebouncedValue(takenAway ? null : formula, TYPING_MS)
  const preview = useValuePreview(detail.model, tried)
  const save = useSetValue(detail.model)
  const submit = (reason: string) => {
    save.mutate(
      { formula: takenAway ? null : formula, seen_number: detail.number, reason },
      { onSuccess: onDone },
    )
  }
  if (draft === null) return null
  return (
    <ReasonDialog
      opened
      title={detail.formula ? t('value.change') : t('value.set')}
      consequence={t('value.consequence')}
      confirm={takenAway ? t('value.takeAway') : t('value.save')}
      error={save.error}
      pending={save.isPending}
      onConfirm={submit}
      onClose={onClose}
    >
      {!takenAway && (
        <>
          <FormulaFields draft={draft} detail={detail} onChange={setDraft} />
          <div aria-live="polite">
            <FormulaText draft={draft} labels={detail.labels} currency={detail.currency} />
            {preview.isError && <ErrorState error={preview.error} title={t('value.notTried')} />}
            {preview.data && tried && (
              <EstimateText estimate={preview.data} unit={tried.unit} currency={detail.currency} />
            )}
          </div>
        </>
      )}
      {detail.formula && (
        <Switch
          label={t('value.takeAwayLabel')}
          checked={takenAway}
          onChange={(event) => {
            setTakenAway(event.currentTarget.checked)
          }}
        />
      )}
    </ReasonDialog>
  )
}

interface FieldsProps {
  draft: Draft
  detail: ValueFormulaDetail
  onChange: (draft: Draft) => void
}

function FormulaFields({ draft, detail, onChange }: FieldsProps) {
  const { t } = useLocale()
  const shape = SHAPES[draft.kind]
  const change = (changed: Partial<Draft>) => {
    onChange({ ...draft, ...changed })
  }
  // A yes-or-no model can also be valued by its answers.
  const kinds: ValueFormula['kind'][] =
    detail.suggested?.kind === 'warning' ? ['warning', 'answer'] : [draft.kind]
  const names = { label: detail.labels[1] ?? '' }
  return (
    <>
      {kinds.length > 1 && (
        <NativeSelect
          label={t('value.kind')}
          value={draft.kind}
          data={kinds.map((value) => ({ value, label: t(SHAPES[value].title, names) }))}
          onChange={(event) => {
            change({ kind: event.currentTarget.value as ValueFormula['kind'] })
          }}
        />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t('value.unit')}
          description={t('value.unitHelp')}
          required
          maxLength={MOST_CHARACTERS}
          value={draft.unit}
          onChange={(event) => {
            change({ unit: event.currentTarget.value })
          }}
        />
        <WorthField
          label={t('value.pricePerUnit', { currency: detail.currency })}
          description={t('value.priceHelp')}
          value={draft.money_per_unit}
          optional
          onChange={(money_per_unit) => {
            change({ money_per_unit })
          }}
        />
        <WorthField
          label={t(shape.first, names)}
          value={draft.first}
          onChange={(first) => {
            change({ first })
          }}
        />
        <WorthField
          label={t(shape.second, names)}
          value={draft.second}
          onChange={(second) => {
            change({ second })
          }}
        />
      </SimpleGrid>
    </>
  )
}

interface WorthProps {
  label: string
  description?: string
  value: number | null
  optional?: boolean
  onChange: (value: number | null) => void
}

function WorthField({ optional = false, value, onChange, ...words }: WorthProps) {
  const { language } = useLocale()
  return (
    <NumberInput
      {...words}
      required={!optional}
      withAsterisk={!optional}
      value={value ?? ''}
      onChange={(typed) => {
        onChange(typeof typed === 'number' ? typed : null)
      }}
      min={0}
      max={MOST_WORTH}
      allowNegative={false}
      decimalSeparator={language === 'pt-BR' ? ',' : '.'}
      thousandSeparator={language === 'pt-BR' ? '.' : ','}
    />
  )
}
