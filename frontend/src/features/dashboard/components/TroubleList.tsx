import { Link } from '@tanstack/react-router'

import type { KpiBoard } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { troubles } from '../board'
import type { DashboardSearch } from '../search'
import classes from './Dashboard.module.css'
import { Level } from './Level'
import type { BoardReader } from './useReader'

interface Props {
  board: KpiBoard
  reader: BoardReader
  search: DashboardSearch
}

/** What is not as it should be, each with a sentence and the way to its numbers. */
export function TroubleList({ board, reader, search }: Props) {
  const { t, text } = useLocale()
  const found = troubles(board).filter(({ kpi, part }) => kpi.leads_to !== 'alerts' || part)
  if (found.length === 0) return null
  return (
    <ul className={classes.troubles} aria-label={t('dashboard.attentionList')}>
      {found.map(({ kpi, part, level }) => {
        const title = text(kpi.title, kpi.slug)
        const of = part
          ? t('dashboard.ofModel', { title, model: reader.titleOf(part.model) })
          : title
        return (
          <li key={`${kpi.slug} ${part?.model ?? ''}`}>
            <Level level={level} />
            <div>
              <Link
                to="/dashboard/$slug"
                params={{ slug: kpi.slug }}
                search={part ? { ...search, model: part.model } : search}
                className={classes.plainLink}
              >
                {of}
              </Link>
              <p>{reader.sentence(kpi, part)}</p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
