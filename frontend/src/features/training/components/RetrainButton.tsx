import { Button, SimpleGrid, Switch, TextInput } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

import type { ModelDetail } from '@/api/types'
import { ReasonDialog } from '@/components/ui/ReasonDialog'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession } from '@/lib/session'

import { useStartTraining } from '../queries/runs'
import { changedParameters, type Parameters, parsedParameter } from './parameters'

/** For a model that a recipe trains; a graph that was brought along cannot be retrained here. */
export function RetrainButton({ model }: { model: ModelDetail }) {
  const { t, text } = useLocale()
  const navigate = useNavigate()
  const [opened, setOpened] = useState(false)
  const [wanted, setWanted] = useState<Parameters>({})
  const start = useStartTraining()
  if (model.recipe === null) return null
  const present = model.manifest.parameters
  const open = async () => {
    if (!(await requireSession())) return
    setWanted({})
    start.reset()
    setOpened(true)
  }
  const train = (reason: string) => {
    const parameters = changedParameters(present, wanted)
    start.mutate(
      { model: model.name, parameters, reason },
      {
        onSuccess: (run) =>
          void navigate({ to: '/training-runs/$id', params: { id: String(run.id) } }),
      },
    )
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRefresh size={17} stroke={1.8} />}
        onClick={() => void open()}
      >
        {t('training.retrain')}
      </Button>
      <ReasonDialog
        opened={opened}
        title={t('training.dialogTitle', { model: text(model.title, model.name) })}
        consequence={t('training.consequence')}
        confirm={t('training.start')}
        error={start.error}
        pending={start.isPending}
        onConfirm={train}
        onClose={() => {
          setOpened(false)
        }}
      >
        <ParameterFields
          present={present}
          wanted={wanted}
          onChange={(name, value) => {
            setWanted((current) => ({ ...current, [name]: value }))
          }}
        />
      </ReasonDialog>
    </>
  )
}

interface FieldsProps {
  present: Parameters
  wanted: Parameters
  onChange: (name: string, value: Parameters[string]) => void
}

function ParameterFields({ present, wanted, onChange }: FieldsProps) {
  const entries = Object.entries(present)
  if (entries.length === 0) return null
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {entries.map(([name, value]) =>
        typeof value === 'boolean' ? (
          <Switch
            key={name}
            label={name}
            checked={(wanted[name] ?? value) === true}
            onChange={(event) => {
              onChange(name, event.currentTarget.checked)
            }}
          />
        ) : (
          <TextInput
            key={name}
            label={name}
            defaultValue={String(value ?? '')}
            inputMode={typeof value === 'number' ? 'decimal' : 'text'}
            onChange={(event) => {
              onChange(name, parsedParameter(event.currentTarget.value, value))
            }}
          />
        ),
      )}
    </SimpleGrid>
  )
}
