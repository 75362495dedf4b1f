import { Button, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Dashboard.module.css'

/** On an installation where nothing was predicted yet: what will be here, and how to get there. */
export function EmptyBoard({ action }: { action?: ReactNode }) {
  const { t } = useLocale()
  return (
    <section className={`surface ${String(classes.empty)}`} aria-label={t('dashboard.emptyTitle')}>
      <Title order={2}>{t('dashboard.emptyTitle')}</Title>
      <Text mt="sm">{t('dashboard.emptyText')}</Text>
      <ul>
        <li>{t('dashboard.emptyTry')}</li>
        <li>{t('dashboard.emptyTruth')}</li>
        <li>{t('dashboard.emptyThumbs')}</li>
      </ul>
      <div>
        {action}
        <Button
          variant={action ? 'default' : 'filled'}
          m={6}
          renderRoot={(props) => <Link {...props} to="/" />}
        >
          {t('dashboard.toModels')}
        </Button>
      </div>
    </section>
  )
}
