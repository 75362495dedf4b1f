import { Button } from '@mantine/core'

import type { ModelDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Examples.module.css'
import type { TryIt } from './useTryIt'

export function Examples({ model, tryIt }: { model: ModelDetail; tryIt: TryIt }) {
  const { t, text } = useLocale()
  if (model.examples.length === 0) return null
  return (
    <div className={classes.examples} role="group" aria-label={t('examples.title')}>
      <span className={classes.lead}>{t('examples.lead')}</span>
      {model.examples.map((example, index) => (
        <Button
          key={index}
          size="compact-sm"
          variant={example === tryIt.example ? 'light' : 'default'}
          radius="xl"
          px={12}
          aria-pressed={example === tryIt.example}
          classNames={{ root: classes.chip, label: classes.chipLabel }}
          onClick={() => {
            tryIt.take(example)
          }}
        >
          {text(example.title, t('examples.numbered', { number: index + 1 }))}
        </Button>
      ))}
    </div>
  )
}
