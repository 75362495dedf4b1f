import { Button, Checkbox, Group, Table, Text } from '@mantine/core'
import { IconArrowBackUp, IconArrowsDiff, IconArrowUpCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'

import type { ModelDetail, VersionSummary } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { ScrollTable } from '@/components/ui/ScrollTable'
import { useLocale } from '@/lib/i18n/useLocale'
import { formatMetric } from '@/lib/metrics'
import { requireSession } from '@/lib/session'

import { ExecutionCell } from './ExecutionCell'
import { type RolloutOrder, RolloutDialog } from './RolloutDialog'
import { StageBadge } from './StageBadge'

export default function VersionsPanel({ model }: { model: ModelDetail }) {
  const { t } = useLocale()
  const [order, setOrder] = useState<RolloutOrder | null>(null)
  const ask = async (next: RolloutOrder) => {
    if (await requireSession()) setOrder(next)
  }
  const back = versionToTakeBack(model)
  const [ticked, setTicked] = useState<number[]>([])
  return (
    <Panel
      title={t('versions.title')}
      lead={t('versions.lead')}
      aside={
        <Group gap="sm">
          {model.versions.length > 1 && <CompareButton model={model.name} ticked={ticked} />}
          {back !== null && (
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={17} />}
              onClick={() => void ask({ kind: 'rollBack', version: back })}
            >
              {t('versions.rollBack')}
            </Button>
          )}
        </Group>
      }
    >
      {model.versions.length === 0 ? (
        <Text c="dimmed">{t('versions.none')}</Text>
      ) : (
        <ScrollTable label={t('versions.title')} minWidth={860}>
          <Table.Thead>
            <Table.Tr>
              {model.versions.length > 1 && <Table.Td />}
              <Table.Th>{t('versions.version')}</Table.Th>
              <Table.Th>{t('versions.stage')}</Table.Th>
              <Table.Th>{t('versions.quality')}</Table.Th>
              <Table.Th>{t('versions.created')}</Table.Th>
              <Table.Th>{t('versions.execution')}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {model.versions.map((version) => (
              <VersionRow
                key={version.version}
                version={version}
                champion={version.version === model.champion}
                tick={
                  model.versions.length > 1 && (
                    <Tick version={version.version} ticked={ticked} onTick={setTicked} />
                  )
                }
                onPromote={() => void ask({ kind: 'promote', version: version.version })}
              />
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
      <RolloutDialog
        model={model}
        order={order}
        onClose={() => {
          setOrder(null)
        }}
      />
    </Panel>
  )
}

/** The newest change of traffic that a rollback would undo: a canary, or else a later champion. */
function versionToTakeBack(model: ModelDetail): number | null {
  const canary = model.versions.find((version) => version.stage === 'canary')
  if (canary) return canary.version
  const before = model.versions.some((version) => version.stage === 'superseded')
  return before ? model.champion : null
}

interface TickProps {
  version: number
  ticked: number[]
  onTick: (versions: number[]) => void
}

function Tick({ version, ticked, onTick }: TickProps) {
  const { t } = useLocale()
  const isTicked = ticked.includes(version)
  return (
    <Table.Td style={{ verticalAlign: 'top' }}>
      <Checkbox
        aria-label={t('versions.tick', { version })}
        checked={isTicked}
        onChange={(event) => {
          const others = ticked.filter((one) => one !== version)
          onTick(event.currentTarget.checked ? [...others, version] : others)
        }}
      />
    </Table.Td>
  )
}

/** Without two ticks there is nothing to compare, but a page to choose on. */
function CompareButton({ model, ticked }: { model: string; ticked: number[] }) {
  const { t } = useLocale()
  const page = `/models/${model}/compare`
  return (
    <Button
      component={Link}
      to={ticked.length > 0 ? `${page}?versions=${ticked.join(',')}` : page}
      variant="default"
      title={t('versions.compareHint')}
      leftSection={<IconArrowsDiff size={17} />}
    >
      {t('versions.compare')}
    </Button>
  )
}

interface VersionRowProps {
  tick: ReactNode
  version: VersionSummary
  champion: boolean
  onPromote: () => void
}

function VersionRow({ version, champion, tick, onPromote }: VersionRowProps) {
  const { t, format, text } = useLocale()
  const { headline, training_run_id: run } = version
  return (
    <Table.Tr>
      {tick}
      <Table.Th scope="row" style={{ verticalAlign: 'top' }}>
        {t('model.versionNumber', { version: version.version })}
        <Text size="xs" c="dimmed" className="mono" title={version.digest}>
          {version.digest.slice(0, 12)}
        </Text>
      </Table.Th>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <StageBadge stage={version.stage} champion={champion} />
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        {headline
          ? `${text(headline.title, headline.name)} ${formatMetric(headline, headline.value, format)}`
          : '–'}
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        {format.dateTime(version.created_at)}
        <Text size="xs" c="dimmed">
          {version.created_by}
          {run !== null && (
            <>
              {' · '}
              <Link to="/training-runs/$id" params={{ id: String(run) }}>
                {t('versions.trainingRun', { id: run })}
              </Link>
            </>
          )}
        </Text>
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <ExecutionCell execution={version.execution} />
      </Table.Td>
      <Table.Td ta="right" style={{ verticalAlign: 'top' }}>
        {!champion && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowUpCircle size={15} />}
            aria-label={t('versions.promoteVersion', { version: version.version })}
            onClick={onPromote}
          >
            {t('versions.promote')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
