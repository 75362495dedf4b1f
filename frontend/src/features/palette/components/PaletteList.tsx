import { useLocale } from '@/lib/i18n/useLocale'

import type { Command, Section } from '../commands'
import classes from './Palette.module.css'

const TITLES = {
  recent: 'palette.recent',
  page: 'palette.pages',
  model: 'palette.models',
  section: 'palette.sections',
  version: 'palette.versions',
  run: 'palette.runs',
  experiment: 'palette.experiments',
  person: 'palette.people',
  action: 'palette.actions',
} as const

interface Props {
  id: string
  sections: readonly Section[]
  chosen: Command | undefined
  optionId: (command: Command) => string
  onChoose: (command: Command) => void
}

/** The focus stays in the text: what is chosen is said by `aria-activedescendant`. */
export function PaletteList({ id, sections, chosen, optionId, onChoose }: Props) {
  const { t } = useLocale()
  return (
    <div id={id} role="listbox" aria-label={t('palette.title')} className={classes.list}>
      {sections.map(({ group, commands }) => (
        <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
          <div id={`${id}-${group}`} className={classes.group} role="presentation">
            {t(TITLES[group])}
          </div>
          {commands.map((command) => (
            <div
              key={command.id}
              id={optionId(command)}
              role="option"
              aria-selected={command === chosen}
              className={classes.option}
              // A press would take the focus from the text before the click.
              onMouseDown={(event) => {
                event.preventDefault()
              }}
              onClick={() => {
                onChoose(command)
              }}
            >
              <span>{command.title}</span>
              {command.detail !== undefined && (
                <span className={classes.detail}>{command.detail}</span>
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
