import { Group, NativeSelect, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { RUN_GROUPS, type RunGroup, type RunSearch } from '../runFilters'
import { RunList } from './RunList'
import { StartTraining } from './StartTraining'

const TYPING_MS = 250
const GROUPS = {
  active: 'runs.active',
  succeeded: 'job.succeeded',
  failed: 'job.failed',
  cancelled: 'job.cancelled',
} as const

interface Props {
  search: RunSearch
  models: { name: string; title: string }[]
  onSearch: (search: RunSearch) => void
}

/** The trainings of all models; what is looked for stands in the address. */
export function RunsBrowser({ search, models, onSearch }: Props) {
  const { t } = useLocale()
  const navigate = useNavigate()
  const [ticked, setTicked] = useState<number[]>([])
  const [typed, setTyped] = useState(search.search ?? '')
  const find = useDebouncedCallback((words: string) => {
    onSearch({ ...search, search: words.trim() === '' ? undefined : words.trim() })
  }, TYPING_MS)
  return (
    <Panel title={t('runs.title')} lead={t('runs.lead')} aside={<StartTraining />}>
      <Group align="end" mb="lg">
        <TextInput
          type="search"
          label={t('runs.search')}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            find(event.currentTarget.value)
          }}
        />
        <NativeSelect
          label={t('runs.model')}
          data={[
            { value: '', label: t('runs.allModels') },
            ...models.map(({ name, title }) => ({ value: name, label: title })),
          ]}
          value={search.model ?? ''}
          onChange={(event) => {
            const model = event.currentTarget.value
            onSearch({ ...search, model: model === '' ? undefined : model })
          }}
        />
        <NativeSelect
          label={t('runs.state')}
          data={[
            { value: '', label: t('runs.allStates') },
            ...Object.entries(GROUPS).map(([value, key]) => ({ value, label: t(key) })),
          ]}
          value={search.group ?? ''}
          onChange={(event) => {
            const group = event.currentTarget.value
            onSearch({ ...search, group: group === '' ? undefined : (group as RunGroup) })
          }}
        />
      </Group>
      <RunList
        filters={{
          model: search.model,
          states: search.group ? RUN_GROUPS[search.group] : [],
          search: search.search,
        }}
        ticked={ticked}
        onTick={setTicked}
        onCompare={(ids) => void navigate({ to: '/runs/compare', search: { ids: ids.join(',') } })}
        empty={<Text c="dimmed">{t('runs.noneFound')}</Text>}
      />
    </Panel>
  )
}
