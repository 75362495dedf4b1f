import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'

const TYPING_MS = 250

interface Props {
  label: string
  /** Told what is looked for once the typing rests. */
  onSearch: (text: string) => void
}

export function SearchBox({ label, onSearch }: Props) {
  const search = useDebouncedCallback(onSearch, TYPING_MS)
  return (
    <TextInput
      type="search"
      label={label}
      leftSection={<IconSearch size={16} />}
      maw={360}
      mb="md"
      onChange={(event) => {
        search(event.currentTarget.value.trim())
      }}
    />
  )
}
