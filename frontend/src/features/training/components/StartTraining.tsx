import { Button, Menu } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'

import type { Recipe } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import { useRecipes } from '../queries/runs'
import { TrainingDialog } from './TrainingDialog'

/** Whatever a recipe trains, also what has no version yet. */
export function StartTraining() {
  const { t, text } = useLocale()
  const recipes = useRecipes(true)
  const [chosen, setChosen] = useState<Recipe | null>(null)
  const found = recipes.data ?? []
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconPlayerPlay size={16} />} disabled={found.length === 0}>
            {t('runs.start')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {found.map((recipe) => (
            <Menu.Item
              key={recipe.name}
              onClick={() => {
                setChosen(recipe)
              }}
            >
              {text(recipe.title, recipe.name)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen && (
        <TrainingDialog
          key={chosen.name}
          model={chosen.name}
          recipe={chosen.name}
          title={t('training.dialogTitle', { model: text(chosen.title, chosen.name) })}
          present={{}}
          opened
          onClose={() => {
            setChosen(null)
          }}
        />
      )}
    </>
  )
}
