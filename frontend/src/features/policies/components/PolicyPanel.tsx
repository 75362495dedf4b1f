import { Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import type { Policy, PolicyDetail } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { policyQuery, usePolicy } from '../queries/policy'
import { ConflictAlert } from './ConflictAlert'
import { PolicyForm } from './PolicyForm'
import { PolicyHistory } from './PolicyHistory'

/** What Farol may do to a model by itself: read it, change it, and see who changed it before. */
export function PolicyPanel({ model }: { model: string }) {
  const { t } = useLocale()
  const policy = usePolicy(model)
  if (policy.isPending) return <Loading height={480} radius="lg" />
  if (!policy.data) {
    return (
      <ErrorState
        error={policy.error}
        title={t('policy.failed')}
        onRetry={() => void policy.refetch()}
      />
    )
  }
  return (
    <>
      <Standing current={policy.data} />
      <Editor newest={policy.data} />
      <PolicyHistory model={model} />
    </>
  )
}

interface Draft {
  /** The version that it is made from, which a refresh in the background does not replace. */
  from: PolicyDetail
  start: Policy
  /** Makes each draft a form of its own. */
  round: number
}

interface Conflict {
  message: string
  mine: Policy
}

function Editor({ newest }: { newest: PolicyDetail }) {
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState<Draft>({ from: newest, start: newest.policy, round: 0 })
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const begin = (from: PolicyDetail, start: Policy) => {
    setDraft(({ round }) => ({ from, start, round: round + 1 }))
    setConflict(null)
  }
  const lookAgain = async (message: string, mine: Policy) => {
    const theirs = await queryClient.query({ ...policyQuery(newest.model), staleTime: 0 })
    setConflict({ message, mine })
    setDraft(({ round }) => ({ from: theirs, start: mine, round: round + 1 }))
  }
  return (
    <>
      {conflict && (
        <ConflictAlert
          message={conflict.message}
          mine={conflict.mine}
          theirs={draft.from}
          onTheirs={() => {
            begin(draft.from, draft.from.policy)
          }}
          onMine={() => {
            setConflict(null)
          }}
        />
      )}
      <PolicyForm
        key={draft.round}
        current={draft.from}
        start={draft.start}
        onSaved={(saved) => {
          begin(saved, saved.policy)
        }}
        onDiscard={() => {
          begin(newest, newest.policy)
        }}
        onConflict={(message, mine) => void lookAgain(message, mine)}
      />
    </>
  )
}

function Standing({ current }: { current: PolicyDetail }) {
  const { t, format } = useLocale()
  const actorName = useActorName()
  return (
    <Text size="sm" c="dimmed" mb="md">
      {current.created_at === null || current.created_by === null
        ? t('policy.isDefault')
        : t('policy.isVersion', {
            number: current.number,
            person: actorName(current.created_by),
            time: format.dateTime(current.created_at),
          })}
    </Text>
  )
}
