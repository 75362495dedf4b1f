import { Anchor, Group, Text, Title } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import type { ModelDetail } from '@/api/types'
import { ModelIcon } from '@/components/ui/ModelIcon'
import { TaskBadge } from '@/components/ui/TaskBadge'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './ModelHeader.module.css'
import { QualityLine } from './QualityLine'

interface Props {
  model: ModelDetail
  actions?: ReactNode
}

export function ModelHeader({ model, actions }: Props) {
  const { t, text } = useLocale()
  return (
    <header className={classes.header}>
      <Anchor component={Link} to="/" className={classes.back}>
        <IconChevronLeft size={15} aria-hidden="true" />
        {t('model.all')}
      </Anchor>
      <div className={classes.row}>
        <ModelIcon icon={model.icon} size={56} />
        <div className={classes.words}>
          <Title order={1}>{text(model.title, model.name)}</Title>
          <Text c="dimmed" size="lg" mt={6} maw={680}>
            {text(model.summary)}
          </Text>
          <Group gap="sm" mt="sm">
            <TaskBadge task={model.task} />
            <Text size="sm">
              {model.champion === null
                ? t('gallery.notServed')
                : t('model.champion', { version: model.champion })}
            </Text>
            <QualityLine metric={model.headline} />
          </Group>
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </header>
  )
}
