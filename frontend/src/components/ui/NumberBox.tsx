import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

interface Props extends Omit<NumberInputProps, 'value' | 'onChange' | 'defaultValue'> {
  value: number | null
  onChange: (value: number | null) => void
}

/** A number in the reader's notation, or none. What is being typed need not be one yet: "1." is on
 * its way to 1.5. */
export function NumberBox({ value, onChange, ...props }: Props) {
  const { language } = useLocale()
  const [typed, setTyped] = useState<{ text: string | number; of: number | null } | null>(null)
  return (
    <NumberInput
      {...props}
      value={typed && typed.of === value ? typed.text : (value ?? '')}
      decimalSeparator={language === 'pt-BR' ? ',' : '.'}
      onChange={(text) => {
        const number = text === '' ? NaN : Number(text)
        const next = Number.isFinite(number) ? number : null
        setTyped({ text, of: next })
        if (next !== value) onChange(next)
      }}
    />
  )
}
