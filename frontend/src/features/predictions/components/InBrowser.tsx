import { Button, Group, Progress, Text } from '@mantine/core'
import { IconDeviceLaptop, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'

import type { ModelDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import { rowFrom } from '../form/row'
import { RUNTIME_BYTES } from '../inBrowser/runtime'
import type { Scorer } from '../inBrowser/scorer'
import { NotTheSealedFile } from '../inBrowser/sealed'
import { useBoth } from '../inBrowser/useBoth'
import { useScorer } from '../inBrowser/useScorer'
import { BothAnswers } from './BothAnswers'
import { SealCheck } from './SealCheck'
import type { TryIt } from './useTryIt'

interface Props {
  model: ModelDetail
  tryIt: TryIt
}

/** The same sealed graph on the visitor's own machine, beside the server's answer. */
export function InBrowser({ model, tryIt }: Props) {
  const { t, format } = useLocale()
  const version = {
    model: model.name,
    version: model.documented_version,
    digest: model.versions.find((each) => each.version === model.documented_version)?.digest ?? '',
  }
  const graphBytes = model.manifest.files['model.onnx']?.size_bytes ?? 0
  const { state, load, cancel } = useScorer(version, graphBytes)
  const both = useBoth(version)
  const [incomplete, setIncomplete] = useState(false)

  const filledIn = () => {
    const { row, problems } = rowFrom(tryIt.groups, tryIt.values)
    return Object.keys(problems).length === 0 ? row : null
  }
  const open = async () => {
    const row = filledIn()
    const scorer = await load(row ?? model.examples[0]?.row ?? null)
    if (scorer && row) both.mutate({ scorer, row })
  }
  const ask = (scorer: Scorer) => {
    const row = filledIn()
    setIncomplete(row === null)
    if (row) both.mutate({ scorer, row })
  }

  return (
    <Panel title={t('inBrowser.title')} lead={t('inBrowser.lead')}>
      {state.kind === 'failed' && <Failure error={state.error} onRetry={() => void open()} />}
      {state.kind === 'absent' && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconDownload size={17} />}
            onClick={() => void open()}
          >
            {t('inBrowser.load')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('inBrowser.sizes', {
              model: format.bytes(graphBytes),
              runtime: format.bytes(RUNTIME_BYTES),
            })}
          </Text>
        </Group>
      )}
      {state.kind === 'loading' && (
        <Group wrap="nowrap">
          <Progress
            value={state.share * 100}
            size="lg"
            radius="xl"
            flex={1}
            aria-label={t('inBrowser.loading')}
          />
          <Text size="sm" className="numeric">
            {format.percent(state.share)}
          </Text>
          <Button size="compact-sm" variant="default" onClick={cancel}>
            {t('inBrowser.cancel')}
          </Button>
        </Group>
      )}
      {state.kind === 'ready' && (
        <>
          <SealCheck sealed={state.sealed} version={version} />
          {both.data && <BothAnswers model={model} both={both.data} />}
          {both.error && <ErrorState error={both.error} title={t('inBrowser.notAnswered')} />}
          <Button
            mt="md"
            variant="default"
            loading={both.isPending}
            leftSection={<IconDeviceLaptop size={17} />}
            onClick={() => {
              ask(state.scorer)
            }}
          >
            {t('inBrowser.askBoth')}
          </Button>
        </>
      )}
      {incomplete && (
        <Text size="sm" mt="sm" role="alert" c="var(--mantine-color-error)">
          {t('inBrowser.incomplete')}
        </Text>
      )}
    </Panel>
  )
}

function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLocale()
  const title =
    error instanceof NotTheSealedFile
      ? t('inBrowser.broken', { file: error.file })
      : t('inBrowser.failed')
  return <ErrorState error={error} title={title} onRetry={onRetry} />
}
