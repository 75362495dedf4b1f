import { Alert, Button, Group, Text } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'

import type { Policy, PolicyDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { changes } from '../values'
import { ChangeList } from './ChangeList'

interface Props {
  /** What happened, in the server's words. */
  message: string
  theirs: PolicyDetail
  mine: Policy
  onTheirs: () => void
  onMine: () => void
}

/** Somebody else saved while this was being edited: what differs, and whose counts from here on. */
export function ConflictAlert({ message, theirs, mine, onTheirs, onMine }: Props) {
  const { t } = useLocale()
  return (
    <Alert
      color="beam"
      radius="lg"
      mb="lg"
      p="lg"
      role="alert"
      icon={<IconUsers size={20} />}
      title={t('policy.conflict')}
    >
      <Text size="sm" mb="sm" lang="en">
        {message}
      </Text>
      <Text size="sm" mb={6}>
        {t('policy.conflictDiffers')}
      </Text>
      <ChangeList changes={changes(theirs.policy, mine)} />
      <Group gap="sm" mt="md">
        <Button variant="default" onClick={onTheirs}>
          {t('policy.takeTheirs')}
        </Button>
        <Button variant="default" onClick={onMine}>
          {t('policy.keepMine')}
        </Button>
      </Group>
    </Alert>
  )
}
