import { Link } from '@tanstack/react-router'

import type { Kpi } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { courseOf } from '../board'
import { changeOf } from '../figures'
import type { DashboardSearch } from '../search'
import { ChangeText } from './ChangeText'
import classes from './KpiTile.module.css'
import { Level } from './Level'
import { Sparkline } from './Sparkline'
import type { BoardReader } from './useReader'

interface Props {
  kpi: Kpi
  reader: BoardReader
  search: DashboardSearch
  asOf: string
}

/** A headline number with what it was before, its course and what it says; it leads to its parts. */
export function KpiTile({ kpi, reader, search, asOf }: Props) {
  const { t, text } = useLocale()
  const subject = reader.subject(kpi)
  const { written } = subject
  const change = changeOf(subject, kpi.figure, kpi.previous)
  return (
    <article className={classes.tile} data-level={kpi.status.level}>
      <header className={classes.head}>
        <h3>
          <Link
            to="/dashboard/$slug"
            params={{ slug: kpi.slug }}
            search={search}
            className={classes.link}
          >
            {text(kpi.title, kpi.slug)}
          </Link>
        </h3>
        {kpi.status.level !== 'unknown' && <Level level={kpi.status.level} />}
      </header>
      <p className={classes.value}>{reader.write(kpi.figure.value, written)}</p>
      <p className={classes.before}>
        {change && <ChangeText change={change} />}
        <span>
          {kpi.previous.value === null
            ? t('dashboard.nothingBefore')
            : t('dashboard.before', { value: reader.write(kpi.previous.value, written) })}
        </span>
      </p>
      <div className={classes.spark}>
        <Sparkline
          values={courseOf(kpi, kpi.series, asOf)}
          previous={courseOf(kpi, kpi.previous_series, asOf)}
          target={kpi.target}
        />
      </div>
      <p className={classes.sentence}>{reader.sentence(kpi)}</p>
    </article>
  )
}
