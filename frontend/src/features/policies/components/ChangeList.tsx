import { useLocale } from '@/lib/i18n/useLocale'

import { type Change } from '../values'
import { type SettingPath, TITLES } from '../words'
import classes from './ChangeList.module.css'
import { useSettingText } from './useSettingText'

/** What was, and what is instead. */
export function ChangeList({ changes }: { changes: Change[] }) {
  const { t } = useLocale()
  const settingText = useSettingText()
  return (
    <ul className={classes.changes}>
      {changes.map(({ path, before, after }) => (
        <li key={path}>
          <span className={classes.name}>
            {path in TITLES ? t(TITLES[path as SettingPath]) : path}
          </span>
          <del>{settingText(path, before)}</del>
          <span aria-hidden="true">→</span>
          <ins>{settingText(path, after)}</ins>
        </li>
      ))}
    </ul>
  )
}
