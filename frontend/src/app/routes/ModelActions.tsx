import { Button } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'

import type { ModelDetail } from '@/api/types'
import { RetrainButton } from '@/features/training/components/RetrainButton'
import { ToolLinks } from '@/features/tools/components/ToolLinks'
import { useLocale } from '@/lib/i18n/useLocale'
import { useMayTry } from '@/lib/session'

export function ModelActions({ model }: { model: ModelDetail }) {
  const { t } = useLocale()
  const mayRetrain = useMayTry('engineer')
  return (
    <>
      <Button
        variant="default"
        component={Link}
        to={`/models/${model.name}/batch`}
        leftSection={<IconTable size={17} stroke={1.8} />}
      >
        {t('batch.open')}
      </Button>
      {mayRetrain && <RetrainButton model={model} />}
      <ToolLinks model={model.name} />
    </>
  )
}
