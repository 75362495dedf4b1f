import type { ModelSummary } from '@/api/types'
import { useHistory } from '@/features/history/queries/history'
import { useModels } from '@/features/models/queries/models'
import { useLocale } from '@/lib/i18n/useLocale'

/** The models whose numbers can be looked at, and behind them a replay that is there. */
export function useModelChoices(): Pick<ModelSummary, 'name' | 'title'>[] {
  const { t, language } = useLocale()
  const models = useModels().data ?? []
  const history = useHistory().data
  if (!history || history.predictions === 0 || history.is_going) return models
  return [...models, { name: history.replay.model, title: { [language]: t('history.model') } }]
}
