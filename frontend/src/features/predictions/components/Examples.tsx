import { Button, Tooltip } from '@mantine/core'
import { IconDice5 } from '@tabler/icons-react'

import type { ModelDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Examples.module.css'
import type { Surprise } from './surprise/useSurprise'
import type { TryIt } from './useTryIt'

interface Props {
  model: ModelDetail
  tryIt: TryIt
  surprise: Surprise
}

export function Examples({ model, tryIt, surprise }: Props) {
  const { t, text } = useLocale()
  return (
    <>
      <div className={classes.examples}>
        {model.examples.length > 0 && (
          <div className={classes.group} role="group" aria-label={t('examples.title')}>
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
        )}
        <SurpriseButton surprise={surprise} />
      </div>
      {surprise.drawing.error && (
        <div className={classes.refused}>
          <ErrorState
            error={surprise.drawing.error}
            title={t('surprise.failed')}
            onRetry={surprise.draw}
          />
        </div>
      )}
    </>
  )
}

function SurpriseButton({ surprise }: { surprise: Surprise }) {
  const { t } = useLocale()
  const { isOffered } = surprise
  return (
    <Tooltip label={t('surprise.none')} disabled={isOffered} multiline maw={320}>
      <Button
        size="compact-sm"
        radius="xl"
        px={12}
        h={30}
        leftSection={<IconDice5 size={16} stroke={1.8} />}
        loading={surprise.drawing.isPending}
        // Not `disabled`: whoever comes by keyboard has to find out why, too.
        aria-disabled={!isOffered || undefined}
        data-disabled={!isOffered || undefined}
        aria-description={isOffered ? undefined : t('surprise.none')}
        onClick={() => {
          if (isOffered) surprise.draw()
        }}
      >
        {t('surprise.button')}
      </Button>
    </Tooltip>
  )
}
