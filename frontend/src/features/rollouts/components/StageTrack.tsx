import { IconCheck, IconPlayerPauseFilled, IconX } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

import type { Station, StationState } from '../track'
import classes from './StageTrack.module.css'

const TITLES = {
  gate: 'track.gate',
  shadow: 'track.shadow',
  promoted: 'track.promoted',
  settled: 'track.settled',
} as const

const STATES = {
  done: 'track.done',
  skipped: 'track.skipped',
  now: 'track.now',
  ended: 'track.ended',
  ahead: 'track.ahead',
} as const

/** The stages of a rollout as a line of stations, from left to right or from top to bottom. */
export function StageTrack({ stations, paused }: { stations: Station[]; paused: boolean }) {
  const { t, format } = useLocale()
  const over = stations.some(({ state }) => state === 'ended')
  const stateText = (state: StationState) => {
    if (state === 'now' && paused) return t('track.paused')
    return state === 'ahead' && over ? t('track.unreached') : t(STATES[state])
  }
  return (
    <ol className={classes.track} aria-label={t('track.label')}>
      {stations.map(({ kind, weight, state }) => (
        <li
          key={`${kind} ${String(weight)}`}
          data-state={state}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <span className={classes.dot} aria-hidden="true">
            <Sign state={state} paused={paused} />
          </span>
          <span className={classes.words}>
            <span className={classes.name}>
              {kind === 'canary'
                ? t('track.canaryAt', { share: format.percent(weight ?? 0, 0, 1) })
                : t(TITLES[kind])}
            </span>
            <span className={classes.state}>{stateText(state)}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}

function Sign({ state, paused }: { state: StationState; paused: boolean }) {
  if (state === 'done') return <IconCheck size={15} stroke={2.6} />
  if (state === 'ended') return <IconX size={15} stroke={2.6} />
  if (state === 'now' && paused) return <IconPlayerPauseFilled size={12} />
  return null
}
