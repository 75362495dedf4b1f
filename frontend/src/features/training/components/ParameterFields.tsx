import { NativeSelect, SimpleGrid, Switch, TextInput } from '@mantine/core'

import type { RecipeParameter, Scalar } from '@/api/types'
import { NumberBox } from '@/components/ui/NumberBox'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Parameters } from './parameters'

interface Props {
  declared: RecipeParameter[]
  values: Parameters
  onChange: (name: string, value: Scalar) => void
}

/** What the recipe lets be asked, each as what it must be. */
export function ParameterFields({ declared, values, onChange }: Props) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {declared.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? null}
          onChange={(value) => {
            onChange(parameter.name, value)
          }}
        />
      ))}
    </SimpleGrid>
  )
}

interface FieldProps {
  parameter: RecipeParameter
  value: Scalar
  onChange: (value: Scalar) => void
}

function ParameterField({ parameter, value, onChange }: FieldProps) {
  const { text } = useLocale()
  const label = text(parameter.title, parameter.name)
  const words = {
    label,
    description: label === parameter.name ? undefined : parameter.name,
    required: !parameter.optional,
    withAsterisk: false,
  }
  const written = value === null ? '' : String(value)
  const write = (typed: string) => {
    onChange(typed === '' && parameter.optional ? null : typed)
  }
  switch (parameter.kind) {
    case 'switch':
      return (
        <Switch
          label={label}
          checked={value === true}
          onChange={(event) => {
            onChange(event.currentTarget.checked)
          }}
        />
      )
    case 'whole':
    case 'real':
      return (
        <NumberBox
          {...words}
          value={typeof value === 'number' ? value : null}
          min={parameter.minimum ?? parameter.above ?? undefined}
          allowDecimal={parameter.kind === 'real'}
          clampBehavior="none"
          onChange={onChange}
        />
      )
    case 'choice':
      return (
        <NativeSelect
          {...words}
          data={parameter.choices}
          value={written}
          onChange={(event) => {
            onChange(event.currentTarget.value)
          }}
        />
      )
    case 'day':
    case 'moment':
    case 'text':
      return (
        <TextInput
          {...words}
          type={parameter.kind === 'day' ? 'date' : 'text'}
          placeholder={parameter.kind === 'moment' ? '2013-03-01T00:00:00Z' : undefined}
          value={written}
          onChange={(event) => {
            write(event.currentTarget.value)
          }}
        />
      )
  }
}
