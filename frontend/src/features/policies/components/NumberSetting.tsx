import { NumberInput } from '@mantine/core'
import { useEffect, useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import type { Unit } from '../fields'

interface Props {
  path: string
  label: string
  description?: string
  unit: Unit
  value: number | null
  optional?: boolean
  whole?: boolean
  error?: string
  onChange: (value: number | null) => void
  /** While there is no number where one is needed. Must be the same function all along. */
  onMissing: (path: string, missing: boolean) => void
}

const SUFFIXES = {
  days: 'unit.days',
  hours: 'unit.hours',
  rows: 'unit.rows',
} as const
/** Digits after the point of a percentage that are kept, so that 0.07 is 7 and not 7.000000000000001. */
const PERCENT_DECIMALS = 6

function shown(value: number | null, unit: Unit): number | string {
  if (value === null) return ''
  return unit === 'percent' ? Number((value * 100).toFixed(PERCENT_DECIMALS)) : value
}

/** One number of a policy in its unit; a percentage is a share of 0–1 outside of here. */
export function NumberSetting(props: Props) {
  const { path, unit, value, optional = false, whole, error, onChange, onMissing, ...words } = props
  const { t, language } = useLocale()
  // What is being typed need not be a number yet.
  const [typed, setTyped] = useState(() => shown(value, unit))
  const missing = typed === '' && !optional
  useEffect(() => {
    if (!missing) return
    onMissing(path, true)
    return () => {
      onMissing(path, false)
    }
  }, [missing, path, onMissing])
  const change = (next: number | string) => {
    setTyped(next)
    if (next === '' && optional) onChange(null)
    else if (typeof next === 'number') onChange(unit === 'percent' ? next / 100 : next)
  }
  return (
    <NumberInput
      {...words}
      value={typed}
      onChange={change}
      error={missing ? t('policy.needed') : error}
      placeholder={optional ? t('policy.off') : undefined}
      min={0}
      step={unit === 'plain' && !whole ? 0.01 : unit === 'ratio' ? 0.1 : 1}
      allowNegative={false}
      allowDecimal={!whole}
      decimalSeparator={language === 'pt-BR' ? ',' : '.'}
      thousandSeparator={language === 'pt-BR' ? '.' : ','}
      suffix={suffix()}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
    />
  )

  function suffix(): string | undefined {
    if (unit === 'percent') return ' %'
    if (unit === 'ratio') return ' ×'
    return unit === 'plain' ? undefined : ` ${t(SUFFIXES[unit])}`
  }
}
