import { Anchor, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { ModelSummary } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

/** Over all models there is no formula: each has its own. */
export function ChooseModel({ models }: { models: Pick<ModelSummary, 'name' | 'title'>[] }) {
  const { t, text } = useLocale()
  return (
    <Panel title={t('value.choose')}>
      <Text mb="xs">{t('value.chooseText')}</Text>
      <Group gap="xs 20px">
        {models.map(({ name, title }) => (
          <Anchor
            key={name}
            renderRoot={(props) => (
              <Link
                {...props}
                to="/dashboard/$slug"
                params={{ slug: 'value' }}
                search={(before) => ({ ...before, model: name })}
              />
            )}
          >
            {text(title, name)}
          </Anchor>
        ))}
      </Group>
    </Panel>
  )
}
