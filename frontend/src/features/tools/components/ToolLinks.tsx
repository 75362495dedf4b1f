import { Anchor, Group } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

import { grafanaLink, mlflowLink } from '../links'
import { useTools } from '../queries/tools'

/** To MLflow and Grafana, about one model or about all; nothing where none is configured. */
export function ToolLinks({ model = null }: { model?: string | null }) {
  const { t } = useLocale()
  const { mlflow, grafana } = useTools()
  if (mlflow === null && grafana === null) return null
  return (
    <Group gap="lg" my="sm">
      {mlflow !== null && <Outside href={mlflowLink(mlflow, model)} label={t('tools.mlflow')} />}
      {grafana !== null && (
        <Outside href={grafanaLink(grafana, model)} label={t('tools.grafana')} />
      )}
    </Group>
  )
}

function Outside({ href, label }: { href: string; label: string }) {
  const { t } = useLocale()
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer" size="sm">
      {label} <IconExternalLink size={14} role="img" aria-label={t('tools.newTab')} />
    </Anchor>
  )
}
