import { Button, Chip, Group, Text, Title } from '@mantine/core'

import type { ModelDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { labelTitle } from '../../reading'
import type { TryIt } from '../useTryIt'
import { useWords } from '../useWords'
import classes from './Surprise.module.css'
import type { Surprise } from './useSurprise'

/** More labels than these nobody guesses by pressing one. */
const MOST_GUESSES = 10

interface Props {
  model: ModelDetail
  tryIt: TryIt
  surprise: Surprise
}

/** Between the drawing of a real row and its answer: whose row it is, and what one would say. */
export function SurprisePanel({ model, tryIt, surprise }: Props) {
  const { t, text } = useLocale()
  const words = useWords(model)
  const { heldOut } = tryIt
  if (!heldOut || !surprise.isOpen) return null
  const { labels } = model.schema
  const mayGuess = labels.length > 1 && labels.length <= MOST_GUESSES
  return (
    <section className={classes.panel} aria-label={t('surprise.title')}>
      <Title order={2} size="h3">
        {t('surprise.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {text(heldOut.description)} {t('surprise.notes')}
      </Text>
      {mayGuess && (
        <div role="group" aria-label={t('surprise.guess')}>
          <Text size="sm" fw={560} mb={8}>
            {t('surprise.guess')}
          </Text>
          <Chip.Group value={surprise.guess} onChange={surprise.setGuess}>
            <Group gap={8}>
              {labels.map((label) => (
                <Chip key={label} value={label} size="sm" variant="outline">
                  {labelTitle(label, words)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </div>
      )}
      <Button className={classes.ask} onClick={tryIt.submit} loading={tryIt.prediction.isPending}>
        {t('surprise.ask')}
      </Button>
    </section>
  )
}
