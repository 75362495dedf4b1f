import { Loader, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'

import { useRecipes, useStartTraining } from '../queries/runs'
import { ParameterFields } from './ParameterFields'
import { askedFor, missing, type Parameters, parametersOf, startValues } from './parameters'

interface Props {
  /** Of the model that is trained; its recipe may bear another name. */
  model: string
  recipe: string
  title: string
  /** What the version before was trained with. */
  present: Parameters
  opened: boolean
  onClose: () => void
}

/** Asks for parameters and a reason, and leads to the run. */
export function TrainingDialog({ model, recipe, title, present, opened, onClose }: Props) {
  const { t } = useLocale()
  const navigate = useNavigate()
  const recipes = useRecipes(opened)
  const start = useStartTraining()
  const [changed, setChanged] = useState<Parameters>({})
  const found = recipes.data?.find(({ name }) => name === recipe)?.parameters
  const declared = found ?? parametersOf(present)
  const values = { ...startValues(declared, present), ...changed }
  const wrong = missing(declared, values)
  const train = (reason: string) => {
    if (wrong.length > 0) return
    start.mutate(
      { model, parameters: askedFor(declared, values), reason },
      {
        onSuccess: (run) =>
          void navigate({ to: '/training-runs/$id', params: { id: String(run.id) } }),
      },
    )
  }
  return (
    <ReasonDialog
      opened={opened}
      title={title}
      consequence={t('training.consequence')}
      confirm={t('training.start')}
      error={start.error}
      pending={start.isPending}
      onConfirm={train}
      onClose={() => {
        setChanged({})
        start.reset()
        onClose()
      }}
    >
      {recipes.isPending ? (
        <Loader size="sm" aria-label={t('state.loading')} />
      ) : (
        <ParameterFields
          declared={declared}
          values={values}
          onChange={(name, value) => {
            setChanged((current) => ({ ...current, [name]: value }))
          }}
        />
      )}
      {wrong.length > 0 && (
        <Text size="sm" c="var(--mantine-color-error)" role="status">
          {t('training.wrongParameters', { names: wrong.join(', ') })}
        </Text>
      )}
    </ReasonDialog>
  )
}
