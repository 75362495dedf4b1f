import type { ReactNode } from 'react'

import type { KpiBoard, ModelSummary } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { ReplayLabel } from '@/components/ui/ReplayLabel'
import { useLocale } from '@/lib/i18n/useLocale'

import { kpisOf, type Question } from '../board'
import { useBoard } from '../queries/kpis'
import { askedBy, type DashboardSearch } from '../search'
import { BoardHead } from './BoardHead'
import classes from './Dashboard.module.css'
import { EmptyBoard } from './EmptyBoard'
import { FeedPanel } from './FeedPanel'
import { KpiTile } from './KpiTile'
import { PeriodBar } from './PeriodBar'
import { QualityTable } from './QualityTable'
import { ReplayNote } from './ReplayNote'
import { TroubleList } from './TroubleList'
import { useReader } from './useReader'

interface Props {
  search: DashboardSearch
  /** The day (UTC) that it is. */
  today: string
  models: Pick<ModelSummary, 'name' | 'title'>[]
  onSearch: (search: DashboardSearch) => void
  /** What can be done on an installation where nothing has happened yet. */
  emptyAction?: ReactNode
  /** Stands above the numbers. */
  notice?: ReactNode
  /** What can be done about a history that was played again. */
  replayAction?: ReactNode
}

/** Are our models working? Are they worth it? Is anything wrong? What changed? */
export function DashboardView(props: Props) {
  const { search, today, models, onSearch, emptyAction, notice, replayAction } = props
  const { t } = useLocale()
  const board = useBoard(askedBy(search, today))
  if (board.data?.first_day === null) return <EmptyBoard action={emptyAction} />
  return (
    <>
      <PeriodBar search={search} today={today} models={models} onChange={onSearch} />
      {notice && <div className={classes.notice}>{notice}</div>}
      {board.isPending && <Loading height={640} />}
      {board.isError && (
        <ErrorState
          error={board.error}
          title={t('dashboard.failed')}
          onRetry={() => void board.refetch()}
        />
      )}
      {board.data && (
        <div className={board.isPlaceholderData ? classes.stale : undefined}>
          {board.data.replay ? (
            <ReplayLabel replay={board.data.replay} actions={replayAction} />
          ) : (
            <ReplayNote board={board.data} />
          )}
          <Board board={board.data} search={search} today={today} />
        </div>
      )}
    </>
  )
}

interface BoardProps {
  board: KpiBoard
  search: DashboardSearch
  today: string
}

function Board({ board, search, today }: BoardProps) {
  const { t } = useLocale()
  const reader = useReader(board)
  const tiles = (question: Question) =>
    kpisOf(board, question).map((kpi) => (
      <KpiTile key={kpi.slug} kpi={kpi} reader={reader} search={search} asOf={board.as_of} />
    ))
  return (
    <>
      <BoardHead board={board} search={search} today={today} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <Section title={t('dashboard.working')}>
            <div className={classes.tiles}>{tiles('working')}</div>
          </Section>
          <Section title={t('dashboard.worth')}>
            {board.replay && <p className={classes.unserved}>{t('dashboard.replayWorth')}</p>}
            <div className={classes.tiles}>{tiles('worth')}</div>
          </Section>
          <QualityTable board={board} reader={reader} search={search} />
        </div>
        <div className={classes.column}>
          <Section title={t('dashboard.wrong')}>
            <div className={classes.narrowTiles}>{tiles('wrong')}</div>
            <TroubleList board={board} reader={reader} search={search} />
          </Section>
          <Section title={t('dashboard.changed')}>
            <FeedPanel model={search.model} />
          </Section>
        </div>
      </div>
    </>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className={classes.question}>{title}</h2>
      {children}
    </section>
  )
}
