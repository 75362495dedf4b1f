import { Text } from '@mantine/core'
import type { ReactNode } from 'react'

import type { ModelDetail } from '@/api/types'
import { CodeBlock } from '@/components/ui/CodeBlock'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './CardPanel.module.css'

/** What the model is for, what it is not for, and how to make it again. */
export default function CardPanel({ model }: { model: ModelDetail }) {
  const { t, text } = useLocale()
  const { card } = model
  return (
    <>
      {card ? (
        <Panel title={t('card.title')}>
          <dl className={classes.words}>
            <Entry title={t('card.intendedUse')}>{text(card.intended_use)}</Entry>
            <Entry title={t('card.limits')}>{text(card.limits)}</Entry>
            <Entry title={t('card.method')}>{text(card.method)}</Entry>
            {text(card.notes) && <Entry title={t('card.notes')}>{text(card.notes)}</Entry>}
            <Entry title={t('card.licence')}>{card.licence}</Entry>
          </dl>
        </Panel>
      ) : (
        <Panel title={t('card.title')}>
          <Text c="dimmed">{t('card.none')}</Text>
        </Panel>
      )}
      <DataSection model={model} />
      {card && (
        <Panel title={t('card.reproduce')} lead={t('card.reproduceLead')}>
          <CodeBlock code={card.reproduce} />
        </Panel>
      )}
      <LineageSection model={model} />
    </>
  )
}

function Entry({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function DataSection({ model }: { model: ModelDetail }) {
  const { t, format, text } = useLocale()
  const { data } = model.manifest
  if (!data) return null
  return (
    <Panel title={t('card.data')} lead={text(data.description)}>
      <dl className={classes.facts}>
        <Entry title={t('card.dataName')}>{data.name}</Entry>
        <Entry title={t('card.dataSource')}>{data.source}</Entry>
        <Entry title={t('card.dataRows')}>{format.integer(data.rows)}</Entry>
        <Entry title={t('card.licence')}>{data.licence}</Entry>
        <Entry title="SHA-256">
          <span className="mono">{data.sha256}</span>
        </Entry>
      </dl>
    </Panel>
  )
}

function LineageSection({ model }: { model: ModelDetail }) {
  const { t, format } = useLocale()
  const { manifest } = model
  return (
    <Panel title={t('card.lineage')} lead={t('card.lineageLead')}>
      <dl className={classes.facts}>
        <Entry title={t('card.made')}>{format.dateTime(manifest.created_at)}</Entry>
        <Entry title={t('card.origin')}>{manifest.origin}</Entry>
        {manifest.code_commit && (
          <Entry title={t('card.commit')}>
            <span className="mono">{manifest.code_commit}</span>
          </Entry>
        )}
        <Pairs title={t('card.parameters')} values={manifest.parameters} />
        <Pairs title={t('card.libraries')} values={manifest.libraries} />
      </dl>
    </Panel>
  )
}

function Pairs({ title, values }: { title: string; values: Record<string, unknown> }) {
  const entries = Object.entries(values)
  if (entries.length === 0) return null
  return (
    <Entry title={title}>
      <ul className={classes.pairs}>
        {entries.map(([name, value]) => (
          <li key={name} className="mono">
            {name} = {String(value)}
          </li>
        ))}
      </ul>
    </Entry>
  )
}
