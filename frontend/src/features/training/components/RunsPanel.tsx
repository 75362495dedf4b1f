import { Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

import type { ModelDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { RunList } from './RunList'

/** Every training of a model that was asked for, and what came of it. */
export function RunsPanel({ model }: { model: ModelDetail }) {
  const { t } = useLocale()
  const navigate = useNavigate()
  const [ticked, setTicked] = useState<number[]>([])
  return (
    <Panel title={t('runs.title')} lead={t('runs.lead')}>
      <RunList
        filters={{ model: model.name }}
        ticked={ticked}
        onTick={setTicked}
        onCompare={(ids) => void navigate({ to: '/runs/compare', search: { ids: ids.join(',') } })}
        empty={
          <Text c="dimmed">{model.recipe === null ? t('runs.noRecipe') : t('runs.none')}</Text>
        }
      />
    </Panel>
  )
}
