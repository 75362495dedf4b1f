import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'

import type { ModelDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'
import { requireSession } from '@/lib/session'

import { TrainingDialog } from './TrainingDialog'

/** For a model that a recipe trains; a graph that was brought along cannot be retrained here. */
export function RetrainButton({ model }: { model: ModelDetail }) {
  const { t, text } = useLocale()
  const [opened, setOpened] = useState(false)
  if (model.recipe === null) return null
  const open = async () => {
    if (await requireSession()) setOpened(true)
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
      <TrainingDialog
        model={model.name}
        recipe={model.recipe}
        title={t('training.dialogTitle', { model: text(model.title, model.name) })}
        present={model.manifest.parameters}
        opened={opened}
        onClose={() => {
          setOpened(false)
        }}
      />
    </>
  )
}
