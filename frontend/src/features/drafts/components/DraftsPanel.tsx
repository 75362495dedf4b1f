import { Badge, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFileUpload, IconSearch } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

import { ApiProblem } from '@/api/problem'
import { DropZone } from '@/components/ui/DropZone'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { useDrafts, useStartDraft } from '../queries/drafts'
import type { DraftSummary } from '../types'
import classes from './Drafts.module.css'
import { STATE_COLOURS, STATE_WORDS } from './states'

const TYPING_MS = 250

/** Where an ONNX file is brought, and those that were brought before. */
export function DraftsPanel() {
  const { t, format } = useLocale()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS)
  const drafts = useDrafts(search)
  const [first] = drafts.data?.pages ?? []
  const found = drafts.data?.pages.flatMap((page) => page.drafts) ?? []
  return (
    <>
      <Panel title={t('drafts.bring')} lead={t('drafts.bringLead')}>
        <Upload largest={first?.largest_file_bytes} />
      </Panel>
      <Panel title={t('drafts.brought')} lead={t('drafts.broughtLead')}>
        <div className={classes.tools}>
          <TextInput
            type="search"
            label={t('drafts.search')}
            leftSection={<IconSearch size={16} />}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
            }}
          />
          {first && (
            <Text size="sm" c="dimmed" role="status">
              {t('drafts.count', { count: first.total, formatted: format.integer(first.total) })}
            </Text>
          )}
        </div>
        {drafts.isPending && <Loading height={160} />}
        {drafts.isError && (
          <ErrorState
            error={drafts.error}
            title={t('drafts.failed')}
            onRetry={() => void drafts.refetch()}
          />
        )}
        {first && found.length === 0 && (
          <Text c="dimmed">{search ? t('drafts.noneFound') : t('drafts.none')}</Text>
        )}
        {found.length > 0 && (
          <ul className={classes.list}>
            {found.map((draft) => (
              <DraftItem key={draft.id} draft={draft} />
            ))}
          </ul>
        )}
        <MoreButton list={drafts} />
      </Panel>
    </>
  )
}

function Upload({ largest }: { largest: number | undefined }) {
  const { t, format } = useLocale()
  const navigate = useNavigate()
  const start = useStartDraft()
  const [tooLarge, setTooLarge] = useState<File | null>(null)
  const bring = (file: File) => {
    const fits = largest === undefined || file.size <= largest
    setTooLarge(fits ? null : file)
    start.reset()
    if (!fits) return
    start.mutate(file, {
      onSuccess: (draft) => void navigate({ to: '/drafts/$id', params: { id: draft.id } }),
    })
  }
  const refusal =
    tooLarge &&
    new ApiProblem({
      status: 413,
      title: t('drafts.tooLarge', {
        name: tooLarge.name,
        size: format.bytes(tooLarge.size),
        largest: format.bytes(largest ?? 0),
      }),
    })
  const error = refusal ?? start.error
  return (
    <>
      <DropZone
        icon={<IconFileUpload size={30} stroke={1.4} />}
        title={start.isPending ? t('drafts.uploading') : t('drafts.drop')}
        accept=".onnx"
        onFile={bring}
      >
        <Text size="xs" c="dimmed">
          {largest === undefined
            ? t('drafts.format')
            : t('drafts.formatUpTo', { size: format.bytes(largest) })}
        </Text>
      </DropZone>
      {error && (
        <div className={classes.below}>
          <ErrorState error={error} title={t('drafts.notTaken')} />
        </div>
      )}
    </>
  )
}

function DraftItem({ draft }: { draft: DraftSummary }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  return (
    <li className={classes.item}>
      <div>
        <Link to="/drafts/$id" params={{ id: draft.id }} className={classes.name}>
          {draft.name || draft.filename}
        </Link>
        <Text size="xs" c="dimmed">
          {draft.name && `${draft.filename} · `}
          {format.bytes(draft.size_bytes)} · {actorName(draft.created_by)} ·{' '}
          {format.dateTime(draft.changed_at)}
        </Text>
      </div>
      <Group gap="xs">
        <Badge color={STATE_COLOURS[draft.state]} variant="light" tt="none">
          {t(STATE_WORDS[draft.state])}
        </Badge>
        {draft.version !== null && (
          <Link to="/models/$model" params={{ model: draft.name }}>
            {t('drafts.itsPage')}
          </Link>
        )}
      </Group>
    </li>
  )
}
