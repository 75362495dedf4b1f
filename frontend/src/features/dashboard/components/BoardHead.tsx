import type { KpiBoard } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { troubles } from '../board'
import { type DashboardSearch, daysLater } from '../search'
import { useExports } from '../useExports'
import { BoardActions } from './BoardActions'
import classes from './Dashboard.module.css'
import { ExportNote } from './ExportNote'
import { Level } from './Level'

interface Props {
  board: KpiBoard
  search: DashboardSearch
  today: string
}

/** The answer in one line, which days it is about, and what can be done with it. */
export function BoardHead({ board, search, today }: Props) {
  const { t, format } = useLocale()
  const exports = useExports(search, today)
  const found = troubles(board)
  const judged = board.kpis.some(({ status }) => status.level !== 'unknown')
  const level = found.some((one) => one.level === 'bad') ? 'bad' : 'warning'
  const span = (of: KpiBoard['period']) =>
    t('dashboard.span', { from: format.day(of.start), to: format.day(daysLater(of.end, -1)) })
  return (
    <>
      <div className={classes.top}>
        <div>
          <p className={classes.verdict} role="status">
            <Level level={found.length > 0 ? level : judged ? 'good' : 'unknown'} />
            {found.length > 0
              ? t('dashboard.attention', { count: found.length })
              : judged
                ? t('dashboard.allWell')
                : t('dashboard.nothingToJudge')}
          </p>
          <p className={classes.when}>
            {t('dashboard.when', { period: span(board.period), previous: span(board.previous) })}{' '}
            {t('dashboard.asOf', { time: format.dateTime(board.as_of) })}
          </p>
        </div>
        <BoardActions search={search} today={today} exports={exports} />
      </div>
      <ExportNote exports={exports} />
    </>
  )
}
