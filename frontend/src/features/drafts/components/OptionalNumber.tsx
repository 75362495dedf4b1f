import { NumberBox } from '@/components/ui/NumberBox'

interface Props {
  label: string
  description?: string
  value: number | null
  whole?: boolean
  minimum?: number
  maximum?: number
  onChange: (value: number | null) => void
}

/** A limit or a share: a number, or none. */
export function OptionalNumber({ whole, minimum, maximum, ...box }: Props) {
  return <NumberBox {...box} min={minimum} max={maximum} allowDecimal={!whole} />
}
