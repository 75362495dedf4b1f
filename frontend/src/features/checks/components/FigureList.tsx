import { Text } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'
import { formatMetric } from '@/lib/metrics'

import classes from './FigureList.module.css'

interface Figure {
  name: string
  /** Instead of the metric's name. */
  title?: string
  value: number | null
  lower: number | null
  upper: number | null
}

interface Props {
  title: string
  empty: string
  figures: Figure[]
  metricTitle: (name: string) => string
}

/** Figures with their intervals. */
export function FigureList({ title, empty, figures, metricTitle }: Props) {
  const { t, format } = useLocale()
  return (
    <div>
      <Text component="h3" size="sm" fw={560} m={0} mb="xs">
        {title}
      </Text>
      {figures.length === 0 && (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      )}
      <dl className={classes.figures}>
        {figures.map((figure) => {
          const write = (value: number) =>
            formatMetric({ name: figure.name, unit: '' }, value, format)
          return (
            <div key={figure.title ?? figure.name}>
              <dt>{figure.title ?? metricTitle(figure.name)}</dt>
              <dd>
                {figure.value === null ? '–' : write(figure.value)}
                {figure.lower !== null && figure.upper !== null && (
                  <span className={classes.interval}>
                    {t('quality.between', {
                      lower: write(figure.lower),
                      upper: write(figure.upper),
                    })}
                  </span>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
