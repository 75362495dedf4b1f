import { NumberInput } from '@mantine/core'
import { useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

interface Props {
  label: string
  description?: string
  value: number | null
  /** A percentage is a share of 0–1 outside of here. */
  unit?: 'percent' | 'seconds' | 'days'
  whole?: boolean
  optional?: boolean
  step?: number
  onChange: (value: number | null) => void
}

/** Digits that are kept, so that 0.07 is 7 and not 7.000000000000001. */
const DECIMALS = 8

/** A number in its unit; while there is none where one is needed, its form cannot be sent. */
export function NumberField(props: Props) {
  const { value, unit, whole = false, optional = false, step, onChange, ...words } = props
  const { t, language } = useLocale()
  const scale = unit === 'percent' ? 100 : 1
  const shown = value === null ? '' : Number((value * scale).toFixed(DECIMALS))
  // What is being typed need not be a number yet; what is set from outside counts at once.
  const [typed, setTyped] = useState<{ text: number | string; of: number | null } | null>(null)
  const suffixes = { percent: ' %', seconds: ' s', days: ` ${t('unit.days')}` }
  return (
    <NumberInput
      {...words}
      required={!optional}
      withAsterisk={false}
      value={typed && typed.of === value ? typed.text : shown}
      onChange={(text) => {
        const next = typeof text === 'number' ? text / scale : optional ? null : value
        setTyped({ text, of: next })
        if (next !== value) onChange(next)
      }}
      placeholder={optional ? t('policy.off') : undefined}
      min={0}
      step={step ?? 1}
      allowNegative={false}
      allowDecimal={!whole}
      decimalSeparator={language === 'pt-BR' ? ',' : '.'}
      thousandSeparator={language === 'pt-BR' ? '.' : ','}
      suffix={unit && suffixes[unit]}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
    />
  )
}
