import { ActionIcon, Tooltip } from '@mantine/core'
import { useFullscreenDocument } from '@mantine/hooks'
import { IconMaximize, IconMinimize, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'

import type { Kpi, KpiBoard } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { useLocale } from '@/lib/i18n/useLocale'

import { courseOf, replayedShare, shownOf, troubles } from '../board'
import { changeOf } from '../figures'
import { useWallBoard } from '../queries/wall'
import { askedBy, type DashboardSearch } from '../search'
import { ChangeText } from './ChangeText'
import { Freshness } from './Freshness'
import { Level } from './Level'
import { Sparkline } from './Sparkline'
import { type BoardReader, useReader } from './useReader'
import { useWakeLock } from './useWakeLock'
import classes from './Wall.module.css'

interface Props {
  search: DashboardSearch
  today: string
}

/** The headline numbers for a screen on the wall: it goes on by itself, also without network. */
export function WallView({ search, today }: Props) {
  const { t } = useLocale()
  const board = useWallBoard(askedBy(search, today))
  useWakeLock()
  return (
    <div className={classes.wall}>
      <header className={classes.head}>
        <h1>{t('wall.title')}</h1>
        <Freshness at={board.dataUpdatedAt} failed={board.isError} />
        <WallTools search={search} />
      </header>
      {board.isPending && <Loading height="70vh" />}
      {board.isLoadingError && (
        <ErrorState
          error={board.error}
          title={t('dashboard.failed')}
          onRetry={() => void board.refetch()}
        />
      )}
      {board.data && <WallBoard board={board.data} />}
    </div>
  )
}

function WallBoard({ board }: { board: KpiBoard }) {
  const { t, format } = useLocale()
  const reader = useReader(board)
  const found = troubles(board)
  const replayed = replayedShare(board)
  return (
    <>
      <div className={classes.tiles}>
        {shownOf(board).map((kpi) => (
          <WallTile key={kpi.slug} kpi={kpi} reader={reader} asOf={board.as_of} />
        ))}
      </div>
      <footer className={classes.foot}>
        {found.length === 0 ? (
          <p>{t('wall.nothing')}</p>
        ) : (
          <ul>
            {found.map(({ kpi, part, level }) => (
              <li key={`${kpi.slug} ${part?.model ?? ''}`}>
                <Level level={level} /> {part && <strong>{reader.titleOf(part.model)}: </strong>}
                {reader.sentence(kpi, part)}
              </li>
            ))}
          </ul>
        )}
        {board.replay && <p>{t('history.label', { weeks: board.replay.shifted_weeks })}</p>}
        {replayed > 0 && !board.replay && (
          <p>{t('dashboard.replayText', { share: format.chance(replayed) })}</p>
        )}
      </footer>
    </>
  )
}

function WallTile({ kpi, reader, asOf }: { kpi: Kpi; reader: BoardReader; asOf: string }) {
  const { text } = useLocale()
  const subject = reader.subject(kpi)
  const change = changeOf(subject, kpi.figure, kpi.previous)
  return (
    <section className={classes.tile} data-level={kpi.status.level}>
      <h2>
        {text(kpi.title, kpi.slug)}
        {kpi.status.level !== 'unknown' && <Level level={kpi.status.level} />}
      </h2>
      <p className={classes.value}>{reader.write(kpi.figure.value, subject.written)}</p>
      <p className={classes.change}>{change && <ChangeText change={change} />}</p>
      <Sparkline
        values={courseOf(kpi, kpi.series, asOf)}
        previous={courseOf(kpi, kpi.previous_series, asOf)}
        target={kpi.target}
        height={56}
      />
    </section>
  )
}

function WallTools({ search }: { search: DashboardSearch }) {
  const { t } = useLocale()
  const { fullscreen, toggle } = useFullscreenDocument()
  const label = fullscreen ? t('wall.leaveFullScreen') : t('wall.fullScreen')
  const Icon = fullscreen ? IconMinimize : IconMaximize
  return (
    <div className={classes.tools}>
      <Tooltip label={label}>
        <ActionIcon variant="default" size={40} aria-label={label} onClick={() => void toggle()}>
          <Icon size={20} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('dashboard.back')}>
        <ActionIcon
          variant="default"
          size={40}
          aria-label={t('dashboard.back')}
          renderRoot={(props) => <Link {...props} to="/dashboard" search={search} />}
        >
          <IconX size={20} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
