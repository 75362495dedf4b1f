import { Button, Text } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'

import type { Experiment } from '@/api/types'
import { ErrorState } from '@/components/ui/ErrorState'
import { Loading } from '@/components/ui/Loading'
import { MoreButton } from '@/components/ui/MoreButton'
import { Panel } from '@/components/ui/Panel'
import { SearchBox } from '@/components/ui/SearchBox'
import { useActorName } from '@/components/ui/useActorName'
import { useLocale } from '@/lib/i18n/useLocale'

import { useExperiments } from '../queries/experiments'
import classes from './Experiments.module.css'
import { StatusBadge } from './StatusBadge'

/** What was asked of a model's users on purpose, and what each experiment has taught. */
export function ExperimentsPanel({ model }: { model: string }) {
  const { t } = useLocale()
  const [search, setSearch] = useState('')
  const experiments = useExperiments(model, search)
  const list = experiments.data?.pages.flatMap((page) => page.experiments)
  return (
    <Panel
      title={t('experiments.title')}
      lead={t('experiments.lead')}
      aside={
        <Button
          component={Link}
          to={`/models/${model}/experiments/new`}
          variant="default"
          leftSection={<IconFlask size={17} stroke={1.8} />}
        >
          {t('experiments.plan')}
        </Button>
      }
    >
      {experiments.isPending && <Loading height={240} />}
      {experiments.isError && !list && (
        <ErrorState
          error={experiments.error}
          title={t('experiments.failed')}
          onRetry={() => void experiments.refetch()}
        />
      )}
      {(search !== '' || (list && list.length > 0)) && (
        <SearchBox label={t('experiments.search')} onSearch={setSearch} />
      )}
      {list?.length === 0 && (
        <Text c="dimmed" maw={620}>
          {search ? t('list.noneFound') : t('experiments.none')}
        </Text>
      )}
      {list && list.length > 0 && (
        <ul className={classes.list}>
          {list.map((experiment) => (
            <ExperimentItem key={experiment.id} experiment={experiment} />
          ))}
        </ul>
      )}
      <MoreButton list={experiments} />
    </Panel>
  )
}

function ExperimentItem({ experiment }: { experiment: Experiment }) {
  const { t, text, format } = useLocale()
  const actorName = useActorName()
  return (
    <li>
      <div className={classes.head}>
        <h3 className={classes.name}>
          <Link
            to="/models/$model/experiments/$id"
            params={{ model: experiment.model, id: String(experiment.id) }}
          >
            {experiment.name}
          </Link>
        </h3>
        <StatusBadge status={experiment.status} />
      </div>
      <Text size="sm">
        {experiment.learnt
          ? text(experiment.learnt)
          : experiment.status === 'running'
            ? t('experiment.notLooked')
            : experiment.reason}
      </Text>
      <Text size="xs" c="dimmed">
        {actorName(experiment.created_by)} · {format.dateTime(experiment.created_at)}
      </Text>
    </li>
  )
}
