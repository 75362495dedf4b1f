import { Input, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useState } from 'react'

import { DropZone } from '@/components/ui/DropZone'
import { useLocale } from '@/lib/i18n/useLocale'

import { encodeFile } from '../../encoders/magika'
import type { WidgetProps } from './types'
import { useFieldWords } from './useFieldWords'

interface Chosen {
  name: string
  sizeBytes: number
  largeEnough: boolean
  tokens: number[]
}

/** A file that never leaves the machine: only what the encoder makes of its two ends is sent. */
export default function FileWidget({ formField, value, onChange, error }: WidgetProps) {
  const { t, format } = useLocale()
  const { label, description } = useFieldWords(formField)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const choose = async (file: File) => {
    const { tokens, largeEnough } = await encodeFile(file)
    setChosen({ name: file.name, sizeBytes: file.size, largeEnough, tokens })
    onChange(largeEnough ? tokens : null)
  }
  // An example replaces the chosen file.
  const replaced = chosen !== null && value !== null && value !== chosen.tokens
  const tooSmall = chosen && !chosen.largeEnough && value === null
  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={tooSmall ? t('file.tooSmall') : error}
      labelElement="div"
    >
      <DropZone
        icon={<IconFileUpload size={26} stroke={1.5} />}
        title={chosen && !replaced ? chosen.name : value ? t('file.example') : t('file.drop')}
        onFile={(file) => void choose(file)}
      >
        <Text size="xs" c="dimmed">
          {chosen && !replaced ? format.bytes(chosen.sizeBytes) : t('file.privacy')}
        </Text>
      </DropZone>
    </Input.Wrapper>
  )
}
