import { Button, Loader, Menu } from '@mantine/core'
import {
  IconChevronDown,
  IconFileExport,
  IconFileSpreadsheet,
  IconFileTypePdf,
} from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

import type { Exports } from '../useExports'
import classes from './Export.module.css'

/** What is on the screen as a file; loaded by itself, so that the numbers need not wait for it. */
export default function ExportMenu({ exports }: { exports: Exports }) {
  const { t } = useLocale()
  const isBusy = exports.workbook.isPending || exports.print.isPending
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          // Not disabled meanwhile: whoever uses the keyboard stays on it.
          aria-busy={isBusy}
          leftSection={
            isBusy ? <Loader size={17} color="gray" /> : <IconFileExport size={17} stroke={1.8} />
          }
          rightSection={<IconChevronDown size={15} stroke={1.9} />}
        >
          {t('dashboard.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          data-autofocus
          leftSection={<IconFileSpreadsheet size={19} stroke={1.7} />}
          onClick={exports.saveWorkbook}
        >
          {t('dashboard.excel')}
          <span className={classes.about}>{t('dashboard.excelText')}</span>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileTypePdf size={19} stroke={1.7} />}
          onClick={exports.printPaper}
        >
          {t('dashboard.pdf')}
          <span className={classes.about}>{t('dashboard.pdfText')}</span>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
