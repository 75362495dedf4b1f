import { Button } from '@mantine/core'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useCallback } from 'react'

import type { HistoryState, ModelDetail } from '@/api/types'
import { ReplayLabel } from '@/components/ui/ReplayLabel'
import { HistoryPanel } from '@/features/history/components/HistoryPanel'
import { RemoveHistoryButton } from '@/features/history/components/RemoveHistoryButton'
import { isWorthTelling, useHistory } from '@/features/history/queries/history'
import { useLocale } from '@/lib/i18n/useLocale'
import { useSession } from '@/lib/session'

import { type SectionPath, SECTIONS, sectionsOf } from './sections'

/** What a model's pages say of recorded history: that this is one, or that there could be one. */
export function ModelHistory({ model }: { model: ModelDetail }) {
  const { session } = useSession()
  if (model.replay) return <OfReplay model={model} replay={model.replay} />
  return session ? <BesideReal model={model.name} /> : null
}

function OfReplay({
  model,
  replay,
}: { model: ModelDetail } & { replay: NonNullable<ModelDetail['replay']> }) {
  const { t } = useLocale()
  const { session } = useSession()
  const history = useHistory({ enabled: session !== null })
  const leadTo = useLeadTo()
  const leave = () => {
    leadTo(replay.base_model)
  }
  return (
    <ReplayLabel
      key={model.name}
      replay={replay}
      actions={
        <>
          <Button variant="default" onClick={leave}>
            {t('history.real')}
          </Button>
          {history.data && <RemoveHistoryButton history={history.data} onRemoving={leave} />}
        </>
      }
    />
  )
}

function BesideReal({ model }: { model: string }) {
  const { t } = useLocale()
  const leadTo = useLeadTo()
  const isSection = useSection() !== null
  const onEnd = useCallback(
    (status: HistoryState['status']) => {
      if (status === 'loaded' && isSection) leadTo(`${model}-replay`)
    },
    [leadTo, isSection, model],
  )
  const history = useHistory({ enabled: isSection, onEnd }).data
  if (!isSection || history?.replay.base_model !== model || !isWorthTelling(history)) return null
  return (
    <HistoryPanel
      history={history}
      open={
        <Button
          variant={history.status === 'loaded' ? 'filled' : 'default'}
          onClick={() => {
            leadTo(history.replay.model)
          }}
        >
          {t('history.open')}
        </Button>
      }
    />
  )
}

/** The page of a model that is shown; null for what everybody sees of it. */
function useSection(): SectionPath | null {
  const path = useRouterState({ select: (state) => state.matches.at(-1)?.fullPath ?? '' })
  return SECTIONS.find((section) => path.startsWith(section.path))?.path ?? null
}

/** To the same page of another model, or to its timeline where it has none such. */
function useLeadTo() {
  const navigate = useNavigate()
  const here = useSection()
  return useCallback(
    (model: string) => {
      const known = sectionsOf(model.endsWith('-replay')).some(({ path }) => path === here)
      const to = known && here ? here : '/models/$model/timeline'
      void navigate({ to, params: { model }, resetScroll: false })
    },
    [navigate, here],
  )
}
