import { Badge, Text, Title } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'

import type { ModelSummary } from '@/api/types'
import { ModelIcon } from '@/components/ui/ModelIcon'
import { TaskBadge } from '@/components/ui/TaskBadge'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './ModelCard.module.css'
import { QualityLine } from './QualityLine'

export function ModelCard({ model }: { model: ModelSummary }) {
  const { t, format, text } = useLocale()
  const requests = model.live.last_24_hours
  return (
    <article className={classes.card}>
      <div className={classes.top}>
        <ModelIcon icon={model.icon} />
        <TaskBadge task={model.task} />
      </div>
      <Title order={2} size="h3" className={classes.title}>
        <Link to="/models/$model" params={{ model: model.name }} className={classes.link}>
          {text(model.title, model.name)}
        </Link>
      </Title>
      <Text size="sm" c="dimmed" className={classes.summary}>
        {text(model.summary)}
      </Text>
      <QualityLine metric={model.headline} />
      <div className={classes.foot}>
        <span className="numeric">
          {model.live.per_minute > 0 && <span className={classes.pulse} aria-hidden="true" />}
          {requests === 0
            ? t('gallery.noRequests')
            : t('gallery.requests', { count: requests, formatted: format.compact(requests) })}
        </span>
        {model.champion === null ? (
          <Badge variant="light" color="beam" size="sm">
            {t('gallery.notServed')}
          </Badge>
        ) : (
          <span className={classes.version}>
            {t('model.versionNumber', { version: model.champion })}
            <IconArrowRight size={15} className={classes.arrow} aria-hidden="true" />
          </span>
        )}
      </div>
    </article>
  )
}
