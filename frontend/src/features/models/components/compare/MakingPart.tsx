import { Switch, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'

import type { VersionDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { parameterRows, parentOf } from '../../compare'
import { type CompareRow, CompareTable } from './CompareTable'
import { Muted } from './MetricsPart'

const SHORT = 12

export function ParametersPart({ versions }: { versions: VersionDetail[] }) {
  const { t } = useLocale()
  const [onlyDifferent, setOnlyDifferent] = useState(false)
  const rows = parameterRows(versions)
  const shown = onlyDifferent ? rows.filter(({ differs }) => differs) : rows
  return (
    <Panel
      title={t('compare.parameters')}
      aside={
        rows.some(({ differs }) => !differs) && (
          <Switch
            label={t('compare.onlyDifferent')}
            checked={onlyDifferent}
            onChange={(event) => {
              setOnlyDifferent(event.currentTarget.checked)
            }}
          />
        )
      }
    >
      {rows.length === 0 ? (
        <Text c="dimmed">{t('compare.noParameters')}</Text>
      ) : shown.length === 0 ? (
        <Text c="dimmed">{t('compare.sameParameters')}</Text>
      ) : (
        <CompareTable
          label={t('compare.parameters')}
          what={t('compare.parameter')}
          versions={versions}
          rows={shown.map(({ name, cells, differs }) => ({
            key: name,
            title: <span className="mono">{name}</span>,
            cells: cells.map((cell) => cell !== null && <span className="mono">{cell}</span>),
            differs,
          }))}
        />
      )}
    </Panel>
  )
}

/** What each version was made of, and what came out. */
export function MakingPart({ versions }: { versions: VersionDetail[] }) {
  const { t, text, format } = useLocale()
  const actorName = useActorName()
  const row = (
    key: string,
    title: string,
    read: (version: VersionDetail) => React.ReactNode,
  ): CompareRow => ({ key, title, cells: versions.map((version) => read(version)) })
  const hash = (value: string) => (
    <span className="mono" title={value}>
      {value.slice(0, SHORT)}
    </span>
  )
  return (
    <Panel title={t('compare.making')}>
      <CompareTable
        label={t('compare.making')}
        what={t('compare.fact')}
        versions={versions}
        rows={[
          row('data', t('compare.data'), ({ manifest }) =>
            manifest.data ? (
              <>
                {manifest.data.name}
                <Muted>{t('compare.rows', { rows: format.integer(manifest.data.rows) })}</Muted>
                {hash(manifest.data.sha256)}
              </>
            ) : null,
          ),
          row('period', t('compare.period'), ({ manifest, evaluation }) => {
            const { train_from, train_to, holdout_to } = manifest.parameters
            const days = [train_from, train_to, holdout_to].filter((day) => day != null)
            return days.length > 0 ? days.join(' → ') : text(evaluation?.split)
          }),
          row('trained', t('compare.trainedOn'), ({ evaluation }) =>
            evaluation ? format.integer(evaluation.train_rows) : null,
          ),
          row('run', t('compare.run'), ({ training_run_id: run, manifest }) =>
            run === null ? (
              manifest.origin
            ) : (
              <Link to="/training-runs/$id" params={{ id: String(run) }}>
                {t('training.run', { id: run })}
              </Link>
            ),
          ),
          row('parent', t('compare.parent'), (version) => {
            const parent = parentOf(version)
            return parent === null ? null : t('model.versionNumber', { version: parent })
          }),
          row('commit', t('compare.commit'), ({ manifest }) =>
            manifest.code_commit ? hash(manifest.code_commit) : null,
          ),
          row('made', t('compare.made'), ({ created_at, created_by }) => (
            <>
              {format.dateTime(created_at)}
              <Muted>{actorName(created_by)}</Muted>
            </>
          )),
          row('digest', t('compare.digest'), ({ digest }) => hash(digest)),
          row('size', t('compare.size'), ({ manifest }) =>
            format.bytes(
              Object.values(manifest.files).reduce((sum, file) => sum + file.size_bytes, 0),
            ),
          ),
          row('latency', t('compare.latency'), ({ execution }) => (
            <>
              {format.seconds(execution.row_seconds)}
              <Muted>
                {t('compare.batch', {
                  rows: format.integer(execution.batch_rows),
                  time: format.seconds(execution.batch_seconds),
                })}
              </Muted>
            </>
          )),
          row('memory', t('compare.memory'), ({ execution }) =>
            format.bytes(execution.memory_bytes),
          ),
        ]}
      />
    </Panel>
  )
}
