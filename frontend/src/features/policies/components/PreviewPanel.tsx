import { Alert, List, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import type { usePolicyPreview } from '../queries/policy'
import classes from './PreviewPanel.module.css'

interface Props {
  preview: ReturnType<typeof usePolicyPreview>
  /** A number is missing, so that nothing could be asked. */
  incomplete: boolean
}

/** What the policy as it stands in the form would do, in plain words, and what is wrong with it. */
export function PreviewPanel({ preview, incomplete }: Props) {
  const { t, language } = useLocale()
  const contradictions = preview.data?.contradictions ?? []
  const sentences = preview.data?.preview[language] ?? preview.data?.preview.en ?? []
  return (
    <Panel title={t('policy.preview')} lead={t('policy.previewLead')}>
      <div aria-live="polite" data-stale={preview.isPlaceholderData || undefined}>
        {incomplete && <Text c="var(--mantine-color-error)">{t('policy.incomplete')}</Text>}
        {contradictions.length > 0 && (
          <Alert
            color="buoy"
            mb="md"
            icon={<IconAlertTriangle size={20} />}
            title={t('policy.contradicts')}
          >
            <List size="sm" spacing={4}>
              {contradictions.map((sentence) => (
                <List.Item key={sentence} lang="en">
                  {sentence}
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
        {preview.isPending && !incomplete && <Loading height={220} />}
        {preview.isError && (
          <ErrorState
            error={preview.error}
            title={t('policy.previewFailed')}
            onRetry={() => void preview.refetch()}
          />
        )}
        <ul className={classes.sentences}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
    </Panel>
  )
}
